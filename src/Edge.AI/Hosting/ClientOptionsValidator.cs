using System.Diagnostics.CodeAnalysis;
using Edge.AI.Inference;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>Validates the options of registered clients, and that every configured client is registered.</summary>
internal sealed class ClientOptionsValidator<TClient, [DynamicallyAccessedMembers(ClientServices.Bound)] TOptions>(
    IEnumerable<ClientRegistration<TClient, TOptions>> registrations, IConfiguration? configuration = null) : IValidateOptions<TOptions>
    where TClient : class, IModelClient<TOptions>
    where TOptions : class, IModelOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var problems = TClient.FindProblems(options);
        if (problems.Count > 0)
            return ValidateOptionsResult.Fail(problems.Select(problem => $"{TClient.Section}:{name}:{problem}"));

        var names = registrations.Select(registration => registration.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var stray = configuration?.GetSection(TClient.Section).GetChildren().FirstOrDefault(section => !names.Contains(section.Key));
        return stray is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"The configuration section '{stray.Path}' does not belong to a registered {TClient.Noun}. Registered {TClient.Noun[(TClient.Noun.LastIndexOf(' ') + 1)..]}s: {string.Join(", ", names.Order(StringComparer.Ordinal))}.");
    }
}
