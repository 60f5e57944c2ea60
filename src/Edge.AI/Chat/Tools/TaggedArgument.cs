using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Tools;

/// <summary>One parameter of a tool, for formats that write each argument between tags of its own.</summary>
internal sealed record TaggedArgument(string Name, JsonElement Schema, bool IsRequired)
{
    private static readonly JsonElement Anything = JsonElement.Parse("{}");

    /// <summary>Whether it is text, which stands there as it is, without quotes.</summary>
    public bool IsText => ArgumentSchema.IsText(Schema);

    /// <summary>The texts that it may be; null if any.</summary>
    public IReadOnlyList<string>? Choices =>
        IsText && Schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
            ? [.. values.EnumerateArray().Select(value => value.ToString())]
            : null;

    /// <summary>A tool's parameters, in the order of its schema.</summary>
    public static IReadOnlyList<TaggedArgument> Of(AIFunctionDeclaration function) => Of(function.JsonSchema);

    /// <summary>The properties of an object, in the order of its schema.</summary>
    public static IReadOnlyList<TaggedArgument> Of(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            return [];

        HashSet<string?> required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString())]
            : [];
        return [.. properties.EnumerateObject().Select(property => new TaggedArgument(property.Name, Standalone(property.Value), required.Contains(property.Name)))];
    }

    /// <summary>A schema that refers to another place of the whole one can't be taken out of it; then any JSON goes.</summary>
    private static JsonElement Standalone(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && !schema.GetRawText().Contains("\"$ref\"", StringComparison.Ordinal) ? schema : Anything;
}
