using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat.Grammar;

/// <summary>Keeps what is to be said about a schema: what became wider than it asks for, and why no value can satisfy it.</summary>
internal sealed partial class SchemaNotes(ILogger logger)
{
    private static readonly string[] s_unsupported =
    [
        "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "dependencies", "patternProperties", "propertyNames", "contains",
        "minContains", "maxContains", "uniqueItems", "multipleOf", "unevaluatedProperties", "unevaluatedItems",
    ];

    private string? _contradiction;

    public void Widened(string at, string reason) => LogWidened(logger, at, reason);

    public void UnsupportedKeywords(JsonElement schema, string at)
    {
        foreach (var keyword in s_unsupported)
        {
            if (schema.TryGetProperty(keyword, out var value) && value.ValueKind != JsonValueKind.False)
                Widened(at, $"{keyword} can't be expressed");
        }
    }

    /// <summary>Remembers why nothing satisfies a schema, and returns the null that says so.</summary>
    public string? Contradiction(string at, string problem)
    {
        _contradiction ??= $"'{at}' {problem}";
        return null;
    }

    public EdgeOptionException Unsatisfiable(string at) =>
        new("JSON schema", _contradiction is null ? $"no JSON value satisfies '{at}'." : $"{_contradiction}, which no JSON value satisfies.", "Correct the schema.");

    [LoggerMessage(EventId = 6100, EventName = "SchemaWidened", Level = LogLevel.Information, Message = "The JSON schema at '{At}' is enforced only in part: {Reason}")]
    private static partial void LogWidened(ILogger logger, string at, string reason);
}
