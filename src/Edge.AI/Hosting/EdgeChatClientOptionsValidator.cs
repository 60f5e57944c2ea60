using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>Validates the options of registered clients, and that every configured client is registered.</summary>
internal sealed class EdgeChatClientOptionsValidator(IEnumerable<ChatClientRegistration> registrations, IConfiguration? configuration = null) : IValidateOptions<EdgeChatClientOptions>
{
    public const string Section = "EdgeAI";

    public const string ClientsSection = $"{Section}:Clients";

    /// <summary>Whose llama.cpp all clients use. The section of a client can say otherwise.</summary>
    public const string RuntimeKey = "EdgeAI:Runtime";

    public ValidateOptionsResult Validate(string? name, EdgeChatClientOptions options)
    {
        var problems = EdgeChatClientOptionsRules.FindProblems(options);
        if (problems.Count > 0)
            return ValidateOptionsResult.Fail(problems.Select(problem => $"{ClientsSection}:{name}:{problem}"));

        var names = registrations.Select(registration => registration.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var stray = configuration?.GetSection(ClientsSection).GetChildren().FirstOrDefault(section => !names.Contains(section.Key));
        return stray is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"The configuration section '{stray.Path}' does not belong to a registered chat client. Registered clients: {string.Join(", ", names.Order(StringComparer.Ordinal))}.");
    }
}
