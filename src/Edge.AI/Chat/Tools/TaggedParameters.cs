using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Tools;

/// <summary>What a tool's schema says of its arguments, for reading texts as values: nothing of a tool that was not offered.</summary>
internal sealed class TaggedParameters
{
    private readonly SchemaShapes? _shapes;
    private readonly IReadOnlyList<JsonElement> _objects;

    public TaggedParameters(AIFunctionDeclaration? function)
    {
        _shapes = function is null ? null : new(CallGrammar.SchemaOf(function));
        _objects = _shapes?.Of(_shapes.Document) ?? [];
    }

    public IEnumerable<string> Names => _objects.SelectMany(TaggedArgument.Of).Select(argument => argument.Name).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// The value that a text means. Text is never in quotes, so that it is taken as it stands wherever the schema admits it, and something else can't be meant
    /// as well: a number for one thing, where the schema admits both.
    /// </summary>
    public JsonNode? ValueOf(string name, string text)
    {
        var parsed = Parse(text);
        var schemas = SchemasOf(name);
        foreach (var meaning in Meanings(text, parsed))
        {
            if (schemas.Any(schema => _shapes!.Admits(schema, meaning)))
                return ToNode(meaning);
        }

        var isText = parsed is null || schemas.Any(schema => _shapes!.Admits(schema, AsText(""), depth: 0));
        return ToNode(isText ? AsText(text) : parsed!.Value);
    }

    /// <summary>What a text may mean, what is meant before what is possible.</summary>
    private static IEnumerable<JsonElement> Meanings(string text, JsonElement? parsed)
    {
        if (parsed is { ValueKind: not JsonValueKind.String } value)
            yield return value;
        yield return AsText(text);
        if (text.Trim() is var trimmed && trimmed != text)
            yield return AsText(trimmed);
        if (parsed is { ValueKind: JsonValueKind.String } quoted)
            yield return quoted;
    }

    private List<JsonElement> SchemasOf(string name)
    {
        List<JsonElement> schemas = [.. _objects.SelectMany(TaggedArgument.Of).Where(argument => argument.Name == name).Select(argument => argument.Schema)];
        return schemas.Count > 0 ? schemas : [.. _objects.Select(TaggedArgument.Further).OfType<JsonElement>()];
    }

    /// <summary>The text as JSON, or as Python writes values; null if it is neither.</summary>
    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return PythonCallReader.TryReadWhole(text, out var node) && (node is null || node.GetValueKind() != JsonValueKind.String) ? JsonElement.Parse(node?.ToJsonString() ?? "null") : null;
        }
    }

    private static JsonElement AsText(string text) => JsonSerializer.SerializeToElement(text, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(string)));

    private static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };
}
