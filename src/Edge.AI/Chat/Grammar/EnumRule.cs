using System.Text.Json;
using Edge.AI.Inference;

namespace Edge.AI.Chat.Grammar;

/// <summary>One of the values that <c>enum</c> or <c>const</c> lists.</summary>
internal static class EnumRule
{
    private const int MaxValues = 2000;

    public static bool AppliesTo(JsonElement schema) =>
        schema.TryGetProperty("const", out _) || (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array);

    public static string? Body(JsonElement schema, SchemaNotes notes, string at)
    {
        var types = SchemaTypes.Of(schema);
        var values = Values(schema).Where(value => SchemaTypes.Include(types, value)).Select(JsonText.Of).Distinct(StringComparer.Ordinal).ToList();
        if (values.Count > MaxValues)
        {
            notes.Widened(at, $"of {values.Count} values only the first {MaxValues} can be chosen");
            values.RemoveRange(MaxValues, values.Count - MaxValues);
        }

        return values.Count == 0
            ? notes.Contradiction(at, "lists no value of its type")
            : string.Join(" | ", values.Select(Gbnf.Literal));
    }

    private static List<JsonElement> Values(JsonElement schema)
    {
        var listed = schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array ? values.EnumerateArray().ToList() : null;
        if (!schema.TryGetProperty("const", out var only))
            return listed ?? [];

        return listed is null || listed.Any(value => JsonElement.DeepEquals(value, only)) ? [only] : [];
    }
}
