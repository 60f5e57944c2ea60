using System.Text.Json;

namespace Edge.AI.Chat.Grammar;

/// <summary>One of the values that <c>enum</c> or <c>const</c> lists.</summary>
internal sealed class EnumRule(SchemaCompiler compiler, JsonElement schema, string at)
{
    public static bool AppliesTo(JsonElement schema) =>
        schema.TryGetProperty("const", out _) || (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array);

    public string? Body()
    {
        var values = ValuesOf(schema);
        if (values.Count == 0)
            return compiler.Notes.Contradiction(at, "lists no value of its type");
        if (TextTree.Add(compiler.Builder, values.SelectMany(compiler.Json.WaysToWrite), at, compiler.Room) is { } listed)
            return listed;

        compiler.Notes.Widened(at, $"its {values.Count} values are too long to list, so that any of their types is taken");
        return string.Join(" | ", values.Select(AnyLike).Distinct(StringComparer.Ordinal));
    }

    /// <summary>The values that the schema lists and that are of its type.</summary>
    public static IReadOnlyList<JsonElement> ValuesOf(JsonElement schema)
    {
        var types = SchemaTypes.Of(schema);
        return [.. Listed(schema).Where(value => SchemaTypes.Include(types, value))];
    }

    private static List<JsonElement> Listed(JsonElement schema)
    {
        var listed = schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array ? values.EnumerateArray().ToList() : null;
        if (!schema.TryGetProperty("const", out var only))
            return listed ?? [];

        return listed is null || listed.Any(value => JsonElement.DeepEquals(value, only)) ? [only] : [];
    }

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
