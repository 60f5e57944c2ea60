using System.Text.Json;
using Edge.AI.Grammars;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>
/// Writes the grammar of arguments in Gemma's notation. It enforces types, names, enum values, required members and the bounds of numbers, but no other constraints of texts and
/// lists.
/// </summary>
internal sealed class GemmaGrammar(CallGrammar grammar, string quote)
{
    /// <summary>A schema that is nested deeper allows any value.</summary>
    private const int MaxDepth = 40;

    private readonly string _quote = GbnfBuilder.Literal(quote);
    private readonly Dictionary<string, string> _rules = new(StringComparer.Ordinal);
    private SchemaShapes _shapes = new(default);
    private int _depth;

    public string Arguments(AIFunctionDeclaration function)
    {
        _shapes = grammar.Shapes(function);
        _rules.Clear(); // a reference may have another meaning in another schema
        List<string> objects = [.. _shapes.Of(_shapes.Document).Where(SchemaMatch.IsObject).Select(shape => Object(function.Name, shape)).OfType<string>()];
        return objects.Count > 0 ? $"({string.Join(" | ", objects)})" : grammar.Argument(function.Name, JsonElement.Parse("false"), _shapes.Document, JsonNotation.Json); // which throws, because no value is valid
    }

    /// <summary>Returns a rule for the values of a schema, shared by all places of the schema; null if no value is valid.</summary>
    private string? Rule(string name, JsonElement schema)
    {
        var shapes = _shapes.Of(schema);
        if (shapes.Count == 0)
            return null;

        var text = schema.ValueKind == JsonValueKind.Object ? schema.GetRawText() : "";
        if (_rules.TryGetValue(text, out var known))
            return known;
        if (_depth == MaxDepth)
            return Any;

        var rule = _rules[text] = grammar.Reserve(name);
        _depth++;
        List<string> bodies = [.. shapes.SelectMany(shape => Values(name, shape)).Distinct(StringComparer.Ordinal)];
        _depth--;
        grammar.Define(rule, bodies.Count == 0 ? Any : string.Join(" | ", bodies));
        return rule;
    }

    private IEnumerable<string> Values(string name, JsonElement shape)
    {
        if (EnumRule.AppliesTo(shape))
            return EnumRule.ValuesOf(shape).SelectMany(WaysToWrite).Distinct(StringComparer.Ordinal).Select(GbnfBuilder.Literal);

        var types = SchemaTypes.Of(shape);
        return types.Count == 0 ? [Any] : types.Select(type => type switch
        {
            "string" => Text,
            "object" => Object(name, shape),
            "array" => Array(name, shape),
            "null" => "\"null\" | \"None\"",
            _ => grammar.Argument(name, Only(type, shape), _shapes.Document, JsonNotation.Python),
        }).OfType<string>();
    }

    private static JsonElement Only(string type, JsonElement shape) => SchemaKeywords.Write(
        [KeyValuePair.Create("type", JsonElement.Parse($"\"{type}\"")), .. SchemaKeywords.Without(shape, "type", "nullable").EnumerateObject().Select(keyword => KeyValuePair.Create(keyword.Name, keyword.Value))]);

    /// <summary>
    /// Returns the rule for members in the order of the templates, which sort them in declarations and in calls. Each place where the next member is chosen is a rule. Additional
    /// members are allowed anywhere. Null if no value is valid for a required member.
    /// </summary>
    private string? Object(string name, JsonElement shape)
    {
        var further = TaggedArgument.Further(shape) is { } schema && Rule($"{name}-further", schema) is { } value ? grammar.Rule($"{name}-further", $"{FreeName} \":\" {value}") : null;
        var (first, next) = further is null ? ("", "") : ($"({further} (\",\" {further})*)?", $"(\",\" {further})*");
        foreach (var member in TaggedArgument.Of(shape).OrderByDescending(member => member.Name.ToLowerInvariant(), StringComparer.Ordinal))
        {
            if (Rule($"{name}-{member.Name}", member.Schema) is not { } rule)
            {
                if (member.IsRequired)
                    return null;
                continue;
            }

            var written = $"({GbnfBuilder.Literal(member.Name)} | {_quote} {GbnfBuilder.Literal(member.Name)} {_quote})";
            var body = $"{written} \":\" {rule}";
            var before = further is null ? "" : $"({further} \",\")* ";
            var between = further is null ? "" : $"(\",\" {further})* ";
            (first, next) = member.IsRequired
                ? ($"{before}{body} {next}", grammar.Rule($"{name}-next", $"{between}\",\" {body} {next}"))
                : (grammar.Rule($"{name}-first", $"{before}{body} {next} | {(first.Length == 0 ? "\"\"" : first)}"), grammar.Rule($"{name}-next", $"({between}\",\" {body})? {next}"));
        }

        return $"\"{{\" {first} \"}}\"";
    }

    private string? Array(string name, JsonElement shape)
    {
        var items = shape.TryGetProperty("items", out var given) && given.ValueKind != JsonValueKind.Array && !shape.TryGetProperty("prefixItems", out _) ? Rule($"{name}-item", given) : Any;
        return items is null ? "\"[]\"" : List(items);
    }

    private static string List(string item) => $"\"[\" ({item} (\",\" {item})*)? \"]\"";

    private string Text => grammar.Once("gemma-text", () => $"{_quote} {grammar.Until(quote)}");

    private string FreeName => grammar.Once("gemma-name", () => "[^:{}\\x5B\\x5D,<>\\x22\\x00-\\x20] [^:{}\\x5B\\x5D,<>\\x22\\x00-\\x1F]{0,60}");

    /// <summary>Any value, nested at most three levels deep, so that a model cannot nest without end.</summary>
    private string Any => grammar.Once("gemma-any", () =>
    {
        var scalar = grammar.Rule("gemma-scalar", $"{Text} | {grammar.Argument("gemma-word", JsonElement.Parse("""{"type": ["number", "boolean", "null"]}"""), default, JsonNotation.Python)}");
        var value = scalar;
        for (var depth = 0; depth < 3; depth++)
        {
            var member = grammar.Rule("gemma-member", $"({FreeName} | {Text}) \":\" {value}");
            value = grammar.Rule("gemma-value", $"{scalar} | {List(value)} | \"{{\" ({member} (\",\" {member})*)? \"}}\"");
        }

        return value;
    });

    private IEnumerable<string> WaysToWrite(JsonElement value)
    {
        yield return Written(value, "null");
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Array or JsonValueKind.Object)
            yield return Written(value, "None");
    }

    private string Written(JsonElement value, string none) => value.ValueKind switch
    {
        JsonValueKind.String => quote + value.GetString() + quote,
        JsonValueKind.Null => none,
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(item => Written(item, none)))}]",
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().OrderBy(member => member.Name.ToLowerInvariant(), StringComparer.Ordinal).Select(member => $"{member.Name}:{Written(member.Value, none)}"))}}}",
        _ => value.GetRawText(),
    };
}
