using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>Which of JSON's types a schema means.</summary>
internal static class SchemaTypes
{
    private static readonly string[] s_all = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private static readonly (string Type, string[] Keywords)[] s_telling =
    [
        ("object", ["properties", "required", "additionalProperties", "patternProperties", "minProperties", "maxProperties"]),
        ("array", ["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"]),
        ("string", ["pattern", "format", "contentEncoding", "minLength", "maxLength"]),
        ("number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ];

    /// <summary>
    /// The types, as given; without any, those that the other keywords speak of, since that is what their author means. None for any type.
    /// </summary>
    public static List<string> Of(JsonElement schema)
    {
        var types = Given(schema);
        if (types.Count == 0)
            types = [.. s_telling.Where(telling => telling.Keywords.Any(keyword => schema.TryGetProperty(keyword, out _))).Select(telling => telling.Type)];
        if (types.Count > 0 && !types.Contains("null") && schema.TryGetProperty("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True)
            types.Add("null"); // OpenAPI 3.0
        if (types.Contains("number"))
            types.Remove("integer");
        return types;
    }

    /// <summary>Whether a value is of one of these types; of any if there are none.</summary>
    public static bool Include(List<string> types, JsonElement value) => types.Count == 0 || value.ValueKind switch
    {
        JsonValueKind.Object => types.Contains("object"),
        JsonValueKind.Array => types.Contains("array"),
        JsonValueKind.String => types.Contains("string"),
        JsonValueKind.Number => types.Contains("number") || (types.Contains("integer") && value.TryGetDecimal(out var number) && decimal.IsInteger(number)),
        JsonValueKind.True or JsonValueKind.False => types.Contains("boolean"),
        _ => types.Contains("null"),
    };

    /// <summary>Whether the type alone tells these schemas apart.</summary>
    public static bool AreDisjoint(JsonElement schemas)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        return schemas.EnumerateArray().All(schema =>
            schema.ValueKind == JsonValueKind.Object && Given(schema) is { Count: > 0 } types && types.All(type => seen.Add(type == "integer" ? "number" : type)));
    }

    private static List<string> Given(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return [];

        var names = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : Enumerable.Repeat(type, 1);
        return [.. names.Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).Intersect(s_all, StringComparer.Ordinal)];
    }
}
