using System.Text.Json;
using Edge.AI.Grammars;

namespace Edge.AI.Tools;

/// <summary>Checks values against schemas, to choose between several ways to read a text.</summary>
internal static class SchemaMatch
{
    private const int MaxDepth = 16;

    /// <summary>Whether a value satisfies the type, the enum values and the bounds of a schema, also in nested values. Lengths, patterns and formats are not checked.</summary>
    public static bool Admits(this SchemaShapes shapes, JsonElement schema, JsonElement value, int depth = 0) =>
        depth > MaxDepth || shapes.Of(schema).Any(shape => IsOf(shapes, shape, value, depth));

    /// <summary>Whether a value that satisfies the shape may be an object, like the arguments of a tool.</summary>
    public static bool IsObject(JsonElement shape) => SchemaTypes.Of(shape) is var types && (types.Count == 0 || types.Contains("object"));

    private static bool IsOf(SchemaShapes shapes, JsonElement shape, JsonElement value, int depth)
    {
        if (shape.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, value))
            return false;
        if (shape.TryGetProperty("enum", out var listed) && listed.ValueKind == JsonValueKind.Array && !listed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
            return false;
        if (!SchemaTypes.Include(SchemaTypes.Of(shape), value))
            return false;

        return value.ValueKind switch
        {
            JsonValueKind.Number => IsInRange(shape, value.GetDouble()),
            JsonValueKind.Array => ItemsAre(shapes, shape, value, depth),
            JsonValueKind.Object => MembersAre(shapes, shape, value, depth),
            _ => true,
        };
    }

    private static bool IsInRange(JsonElement shape, double value)
    {
        return !(Bound("minimum") > value || Bound("exclusiveMinimum") >= value || Bound("maximum") < value || Bound("exclusiveMaximum") <= value);

        double? Bound(string keyword) => shape.TryGetProperty(keyword, out var bound) && bound.ValueKind == JsonValueKind.Number ? bound.GetDouble() : null;
    }

    private static bool ItemsAre(SchemaShapes shapes, JsonElement shape, JsonElement value, int depth) =>
        !shape.TryGetProperty("items", out var items) || items.ValueKind == JsonValueKind.Array || shape.TryGetProperty("prefixItems", out _)
        || value.EnumerateArray().All(item => shapes.Admits(items, item, depth + 1));

    private static bool MembersAre(SchemaShapes shapes, JsonElement shape, JsonElement value, int depth)
    {
        var members = TaggedArgument.Of(shape).ToDictionary(member => member.Name, StringComparer.Ordinal);
        return members.Values.All(member => !member.IsRequired || value.TryGetProperty(member.Name, out _))
            && value.EnumerateObject().All(given => !members.TryGetValue(given.Name, out var member) || shapes.Admits(member.Schema, given.Value, depth + 1));
    }
}
