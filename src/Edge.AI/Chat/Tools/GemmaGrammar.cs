using System.Text.Json;
using Edge.AI.Chat.Grammar;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Tools;

/// <summary>
/// The grammar of arguments in Gemma's notation. Types, names, enums and what is required are kept to, and everything that a schema says of numbers;
/// where it says more of texts and lists, or says it with other words, any value goes.
/// </summary>
internal sealed class GemmaGrammar(CallGrammar grammar, string quote)
{
    private readonly string _quote = GbnfBuilder.Literal(quote);

    public string Arguments(AIFunctionDeclaration function) => Object(function.Name, TaggedArgument.Of(function));

    private string Value(string name, JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
            return $"({string.Join(" | ", values.EnumerateArray().Select(Literal))})";

        return TypeOf(schema) switch
        {
            "string" => Text,
            "object" when TaggedArgument.Of(schema) is { Count: > 0 } members => Object(name, members),
            "array" when schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object => List(Rule(name, items)),
            "number" or "integer" or "boolean" or "null" => grammar.Argument(name, schema),
            _ => Any,
        };
    }

    /// <summary>Members as the templates sort them, both where a tool is declared and where it is called; each place where the next one is chosen is a rule.</summary>
    private string Object(string name, IReadOnlyList<TaggedArgument> members)
    {
        var (first, next) = ("", "");
        foreach (var member in members.OrderByDescending(member => member.Name, StringComparer.OrdinalIgnoreCase))
        {
            var body = $"{GbnfBuilder.Literal(member.Name + ":")} {Rule($"{name}-{member.Name}", member.Schema)}";
            (first, next) = member.IsRequired
                ? ($"{body} {next}", grammar.Rule($"{name}-next", $"\",\" {body} {next}"))
                : (first.Length == 0 ? $"({body} {next})?" : grammar.Rule($"{name}-first", $"{body} {next} | {first}"), grammar.Rule($"{name}-next", $"(\",\" {body})? {next}"));
        }

        return $"\"{{\" {first} \"}}\"";
    }

    private string Rule(string name, JsonElement schema) => grammar.Rule(name, Value(name, schema));

    private static string List(string item) => $"\"[\" ({item} (\",\" {item})*)? \"]\"";

    private string Text => grammar.Once("gemma-text", () => $"{_quote} {grammar.Until(quote)}");

    /// <summary>Any value, three levels deep at most, so that a model can't go on nesting forever.</summary>
    private string Any => grammar.Once("gemma-any", () =>
    {
        var scalar = grammar.Rule("gemma-scalar", $"{Text} | {grammar.Argument("gemma-word", JsonElement.Parse("""{"type": ["number", "boolean", "null"]}"""))}");
        var value = scalar;
        for (var depth = 0; depth < 3; depth++)
        {
            var member = grammar.Rule("gemma-member", $"[A-Za-z0-9_]{{1,60}} \":\" {value}");
            value = grammar.Rule("gemma-value", $"{scalar} | {List(value)} | \"{{\" ({member} (\",\" {member})*)? \"}}\"");
        }

        return value;
    });

    private string Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => GbnfBuilder.Literal(quote + value.GetString() + quote),
        _ => GbnfBuilder.Literal(value.GetRawText()),
    };

    private static string? TypeOf(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
}
