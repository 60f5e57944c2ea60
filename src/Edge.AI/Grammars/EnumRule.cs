using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>A rule for the values of <c>enum</c> or <c>const</c>.</summary>
internal sealed class EnumRule(SchemaCompiler compiler, JsonElement schema, string at)
{
    public static bool AppliesTo(JsonElement schema) =>
        schema.TryGetProperty("const", out _) || (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array);

    public string? Body()
    {
        var values = ValuesOf(schema);
        if (values.Count == 0)
            return compiler.Notes.Contradiction(at, "has an enum without a value of its type");
        if (Listed(values) is { } listed)
            return listed;

        compiler.Notes.Widened(at, $"its {values.Count} enum values are too long to list, so any value of their types is allowed");
        return string.Join(" | ", values.Select(AnyLike).Distinct(StringComparer.Ordinal));
    }

    /// <summary>Returns the listed values that have the type of the schema.</summary>
    public static IReadOnlyList<JsonElement> ValuesOf(JsonElement schema)
    {
        var types = SchemaTypes.Of(schema);
        return [.. Given(schema).Where(value => SchemaTypes.Include(types, value))];
    }

    private static List<JsonElement> Given(JsonElement schema)
    {
        var listed = schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array ? values.EnumerateArray().ToList() : null;
        if (!schema.TryGetProperty("const", out var only))
            return listed ?? [];

        return listed is null || listed.Any(value => JsonElement.DeepEquals(value, only)) ? [only] : [];
    }

    /// <summary>Returns scalars as a tree of texts, and other values one by one; null if the rule would be too long.</summary>
    private string? Listed(IReadOnlyList<JsonElement> values)
    {
        var others = values.Where(IsContainer).ToList();
        if (others.Sum(value => (long)value.GetRawText().Length) > compiler.Room / 10) // blanks make them longer
            return null;

        List<string> rules = [.. others.Select(compiler.Json.Exactly)];
        if (others.Count == values.Count)
            return string.Join(" | ", rules);
        return TextTree.Add(compiler.Builder, values.Where(value => !IsContainer(value)).SelectMany(compiler.Json.WaysToWrite), at, compiler.Room) is { } scalars
            ? string.Join(" | ", rules.Prepend(scalars))
            : null;
    }

    private static bool IsContainer(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private string AnyLike(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => compiler.Json.String,
        JsonValueKind.Number => compiler.Json.Number,
        JsonValueKind.Object => compiler.Json.Object,
        JsonValueKind.Array => compiler.Json.Array,
        JsonValueKind.Null => compiler.Json.Null,
        _ => compiler.Json.Boolean,
    };
}
