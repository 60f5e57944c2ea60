using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>Checks the ranges of the options, and that configuration does not address a client that does not exist.</summary>
internal sealed class EdgeChatOptionsValidator(IEnumerable<ChatClientRegistration> registrations, IConfiguration? configuration = null) : IValidateOptions<EdgeChatOptions>
{
    public const string ClientsSection = "EdgeAI:Clients";

    public ValidateOptionsResult Validate(string? name, EdgeChatOptions options)
    {
        if (new EdgeChatOptionsRangeValidator().Validate(name, options) is { Failed: true } outOfRange)
            return outOfRange;

        var names = registrations.Select(registration => registration.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var stray = configuration?.GetSection(ClientsSection).GetChildren().FirstOrDefault(section => !names.Contains(section.Key));
        return stray is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"The configuration section '{stray.Path}' belongs to no registered chat client. Registered: {string.Join(", ", names.Order(StringComparer.Ordinal))}.");
    }
}

[OptionsValidator]
internal sealed partial class EdgeChatOptionsRangeValidator : IValidateOptions<EdgeChatOptions>;
