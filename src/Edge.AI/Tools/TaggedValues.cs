using System.Text.Json;
using Edge.AI.Grammars;

namespace Edge.AI.Tools;

/// <summary>The values of one argument between its tags. Text is written as it is, and everything else as JSON or in Python's notation.</summary>
internal sealed class TaggedValues
{
    private readonly IReadOnlyList<JsonElement> _shapes;
    private readonly JsonElement _document;

    public TaggedValues(SchemaShapes shapes, JsonElement schema) => (_shapes, _document) = (shapes.Of(schema), shapes.Document);

    /// <summary>Whether any text is allowed. Lengths, patterns and formats of text are not enforced.</summary>
    public bool IsFreeText => _shapes.Any(shape => !EnumRule.AppliesTo(shape) && SchemaTypes.Of(shape) is var types && (types.Count == 0 || types.Contains("string")));

    /// <summary>Returns the body of the rule; null if no value is valid.</summary>
    public string? Body(CallGrammar grammar, string name)
    {
        List<JsonElement> others = [];
        List<string> texts = [];
        foreach (var shape in _shapes)
        {
            if (!EnumRule.AppliesTo(shape))
            {
                others.Add(shape);
                continue;
            }

            foreach (var value in EnumRule.ValuesOf(shape))
            {
                if (value.ValueKind == JsonValueKind.String)
                    texts.Add(value.GetString()!);
                else
                    others.Add(SchemaKeywords.Write([KeyValuePair.Create("enum", SchemaKeywords.Write([value]))]));
            }
        }

        List<string> ways = [];
        if (texts.Count > 0)
            ways.Add($"\"\\n\"? {grammar.OneOf($"{name}-text", texts)} \"\\n\"?");
        if (others.Count > 0)
            ways.Add($"{grammar.LineSpace} {grammar.Argument($"{name}-value", AnyOf(others), _document, JsonNotation.Python)} {grammar.LineSpace}");
        return ways.Count == 0 ? null : string.Join(" | ", ways);
    }

    private static JsonElement AnyOf(List<JsonElement> schemas) =>
        schemas is [var only] ? only : SchemaKeywords.Write([KeyValuePair.Create("anyOf", SchemaKeywords.Write(schemas))]);
}
