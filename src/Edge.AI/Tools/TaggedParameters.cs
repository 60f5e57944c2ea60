using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>The schemas of a tool's arguments, to convert texts to values; empty for a tool that was not offered.</summary>
internal sealed class TaggedParameters
{
    private readonly SchemaShapes? _shapes;
    private readonly ILookup<string, JsonElement> _named;
    private readonly IReadOnlyList<JsonElement> _further;

    public TaggedParameters(AIFunctionDeclaration? function)
    {
        _shapes = function is null ? null : new(CallGrammar.SchemaOf(function));
        var objects = _shapes?.Of(_shapes.Document) ?? [];
        _named = objects.SelectMany(TaggedArgument.Of).ToLookup(argument => argument.Name, argument => argument.Schema, StringComparer.Ordinal);
        _further = [.. objects.Select(TaggedArgument.Further).OfType<JsonElement>()];
        Names = [.. _named.Select(argument => argument.Key)];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Returns the value of a text. Text has no quotes, so it stays text if the schema allows text and no other type that fits. If the schema allows both text and a number, digits are a
    /// number.
    /// </summary>
    public JsonNode? ValueOf(string name, string text)
    {
        var parsed = Parse(text);
        var schemas = _named.Contains(name) ? _named[name].ToList() : _further;
        foreach (var meaning in Meanings(text, parsed))
        {
            if (schemas.Any(schema => _shapes!.Admits(schema, meaning)))
                return ToNode(meaning);
        }

        var isText = parsed is null || schemas.Any(schema => _shapes!.Admits(schema, AsText("")));
        return ToNode(isText ? AsText(text) : parsed!.Value);
    }

    /// <summary>The possible values of a text, the most likely one first.</summary>
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

    /// <summary>Parses the text as JSON or as a value in Python's notation; null if it is neither.</summary>
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
