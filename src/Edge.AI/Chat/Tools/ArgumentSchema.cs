using System.Text.Json;

namespace Edge.AI.Chat.Tools;

/// <summary>What a schema says about how an argument is written between tags.</summary>
internal static class ArgumentSchema
{
    /// <summary>Whether the argument is text, perhaps null: then it stands there as it is, without quotes.</summary>
    public static bool IsText(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return false;
        if (!schema.TryGetProperty("type", out var type))
            return schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.EnumerateArray().All(value => value.ValueKind == JsonValueKind.String);

        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(Is("string")) && type.EnumerateArray().All(one => Is("string")(one) || Is("null")(one))
            : Is("string")(type);
    }

    private static Func<JsonElement, bool> Is(string name) => type => type.ValueKind == JsonValueKind.String && type.ValueEquals(name);
}
