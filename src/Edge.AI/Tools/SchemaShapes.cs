using System.Text.Json;
using Edge.AI.Grammars;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tools;

/// <summary>
/// A tool's schema for formats with their own notation of values: each schema is resolved to its alternatives, without references and compositions.
/// </summary>
internal sealed class SchemaShapes
{
    /// <summary>A schema with more alternatives allows any value.</summary>
    private const int MaxShapes = 200;
    private const int MaxDepth = 30;

    private static readonly JsonElement s_anything = JsonElement.Parse("{}");

    private readonly SchemaMerge _merge;
    private readonly Dictionary<string, IReadOnlyList<JsonElement>> _known = new(StringComparer.Ordinal);

    /// <param name="document">The whole schema, for references.</param>
    /// <param name="limits">The limits of the grammar that is compiled; <see langword="null"/> for the default limits.</param>
    public SchemaShapes(JsonElement document, GrammarLimits? limits = null) => (Document, _merge) = (document, new(new(document), new(NullLogger.Instance), limits ?? new()));

    public JsonElement Document { get; }

    /// <summary>Returns schemas, one of which a value must satisfy; empty if no value is valid.</summary>
    public IReadOnlyList<JsonElement> Of(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.False)
            return [];
        if (schema.ValueKind != JsonValueKind.Object)
            return [s_anything];
        if (_known.TryGetValue(schema.GetRawText(), out var known))
            return known;

        List<JsonElement> shapes = [];
        if (!TryAdd(schema, shapes, new(StringComparer.Ordinal)))
            shapes = [s_anything];
        return _known[schema.GetRawText()] = shapes;
    }

    /// <summary>Adds the alternatives of a schema; false if there are too many, or they are nested too deeply.</summary>
    private bool TryAdd(JsonElement schema, List<JsonElement> shapes, HashSet<string> open)
    {
        if (schema.ValueKind == JsonValueKind.False)
            return true;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            shapes.Add(s_anything);
            return true;
        }

        var text = schema.GetRawText();
        if (open.Contains(text))
            return true; // a schema that refers to itself as an alternative adds nothing
        if (open.Count > MaxDepth || shapes.Count >= MaxShapes)
            return false;

        open.Add(text);
        var isWhole = TryAddParts(schema, shapes, open);
        open.Remove(text);
        return isWhole;
    }

    private bool TryAddParts(JsonElement schema, List<JsonElement> shapes, HashSet<string> open)
    {
        if (schema.TryGetProperty("$ref", out _) || schema.TryGetProperty("allOf", out _))
            return TryAdd(_merge.Flatten(schema, "tool"), shapes, open);

        foreach (var keyword in (string[])["anyOf", "oneOf"])
        {
            if (schema.TryGetProperty(keyword, out var alternatives) && alternatives.ValueKind == JsonValueKind.Array)
            {
                var common = SchemaKeywords.Without(schema, keyword);
                return alternatives.EnumerateArray().All(alternative => TryAdd(_merge.Both(common, alternative, "tool"), shapes, open));
            }
        }

        shapes.Add(schema);
        return true;
    }
}
