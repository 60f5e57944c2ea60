using System.Text.Json;
using Edge.AI.Grammars;

namespace Edge.AI.Tools;

/// <summary>One parameter of a tool, for formats that write each argument separately.</summary>
internal sealed record TaggedArgument(string Name, JsonElement Schema, bool IsRequired)
{
    private static readonly JsonElement s_anything = JsonElement.Parse("{}");

    /// <summary>Returns the members of an object in the order of its schema, without members for which no value is valid.</summary>
    /// <param name="shape">One of <see cref="SchemaShapes.Of"/>.</param>
    public static IReadOnlyList<TaggedArgument> Of(JsonElement shape)
    {
        var properties = SchemaKeywords.Members(shape, "properties").ToDictionary(StringComparer.Ordinal);
        HashSet<string> required = new(SchemaKeywords.Strings(shape, "required"), StringComparer.Ordinal);
        return
        [
            .. SchemaKeywords.Members(shape, "properties").Select(property => property.Key).Union(required, StringComparer.Ordinal)
                .Select(name => new TaggedArgument(name, properties.GetValueOrDefault(name, Further(shape) ?? s_anything), required.Contains(name)))
                .Where(argument => argument.IsRequired || argument.Schema.ValueKind != JsonValueKind.False),
        ];
    }

    /// <summary>The schema of additional members, if the schema mentions them or has no named members; null if they are not allowed.</summary>
    public static JsonElement? Further(JsonElement shape)
    {
        if (shape.TryGetProperty("additionalProperties", out var further))
            return further.ValueKind is JsonValueKind.True or JsonValueKind.Object ? further : null;
        return shape.TryGetProperty("properties", out _) || shape.TryGetProperty("required", out _) ? null : s_anything;
    }
}
