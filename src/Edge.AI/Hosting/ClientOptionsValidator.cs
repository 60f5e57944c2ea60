using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>Validates the options of registered clients, and that every configured client is registered.</summary>
internal sealed class ClientOptionsValidator<TClient, [DynamicallyAccessedMembers(ClientServices.Bound)] TOptions>(
    IEnumerable<ClientRegistration<TClient, TOptions>> registrations, IConfiguration? configuration = null) : IValidateOptions<TOptions>
    where TClient : class, IModelClient<TOptions>
    where TOptions : class, IModelOptions<TOptions>
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var problems = TOptions.FindProblems(options);
        if (problems.Count > 0)
            return ValidateOptionsResult.Fail(problems.Select(problem => $"{TOptions.Section}:{name}:{problem}"));

        var names = registrations.Select(registration => registration.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var stray = configuration?.GetSection(TOptions.Section).GetChildren().FirstOrDefault(section => !names.Contains(section.Key));
        return stray is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"The configuration section '{stray.Path}' does not belong to a registered {TOptions.ClientName}. Registered {TOptions.ClientName[(TOptions.ClientName.LastIndexOf(' ') + 1)..]}s: {string.Join(", ", names.Order(StringComparer.Ordinal))}.");
    }
}
