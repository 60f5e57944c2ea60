using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Grammars;

/// <summary>Keeps what is to be said about a schema: what became wider than it asks for, and why no value can satisfy it.</summary>
internal sealed partial class SchemaNotes(ILogger logger)
{
    private static readonly string[] s_unsupported =
    [
        "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "dependencies", "propertyNames", "contains",
        "minContains", "maxContains", "uniqueItems", "multipleOf", "unevaluatedProperties", "unevaluatedItems",
    ];

    /// <summary>How many places are named; a schema from elsewhere must not fill the log.</summary>
    private const int MaxNotes = 100;

    private readonly HashSet<(string At, string Reason)> _noted = [];
    private string? _contradiction;

    /// <summary>How many contradictions were found.</summary>
    public int Contradictions { get; private set; }

    public void Widened(string at, string reason)
    {
        if (_noted.Count < MaxNotes && _noted.Add((at, reason)))
            LogWidened(logger, at, reason);
    }

    public void UnsupportedKeywords(JsonElement schema, string at)
    {
        foreach (var keyword in s_unsupported)
        {
            if (schema.TryGetProperty(keyword, out var value) && (value.ValueKind != JsonValueKind.False || keyword is not ("not" or "uniqueItems" or "unevaluatedProperties")))
                Widened(at, $"{keyword} is not supported");
        }
    }

    /// <summary>Remembers why nothing satisfies a schema, and returns the null that says so.</summary>
    public string? Contradiction(string at, string problem)
    {
        Contradictions++;
        _contradiction ??= $"'{at}' {problem}";
        return null;
    }

    public EdgeOptionException Unsatisfiable(string at) =>
        new("JSON schema", _contradiction is null ? $"no JSON value satisfies '{at}'." : $"{_contradiction}, which no JSON value satisfies.", "Correct the schema.");

    [LoggerMessage(EventId = 6100, EventName = "SchemaWidened", Level = LogLevel.Information, Message = "The JSON schema at '{At}' is enforced only partly: {Reason}")]
    private static partial void LogWidened(ILogger logger, string at, string reason);
}
