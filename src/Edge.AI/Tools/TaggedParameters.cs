using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>What a tool's schema says of its arguments, for reading texts as values: nothing of a tool that was not offered.</summary>
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
    /// The value that a text means. Text is never in quotes, so that it is taken as it stands wherever the schema admits it, and something else can't be meant
    /// as well: a number for one thing, where the schema admits both.
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
