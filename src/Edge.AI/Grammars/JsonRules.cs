using System.Globalization;
using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>The rules that every JSON grammar shares. Blanks, digits and depth are limited, so that a model cannot generate them without end.</summary>
internal sealed class JsonRules(GbnfBuilder builder, JsonNotation notation = JsonNotation.Json)
{
    /// <summary>The deepest nesting of free JSON. By default, System.Text.Json reads 64 levels.</summary>
    private const int MaxDepth = 16;

    public const string Colon = "\":\" \" \"?";

    /// <summary>Nothing, a space, or a new line with its indentation.</summary>
    public string Space => builder.Once("json-space", () => "\"\" | \" \" | \"\\n\" [ \\t]{0,24}");

    public string Boolean => IsPython
        ? builder.Once("python-boolean", () => "\"true\" | \"false\" | \"True\" | \"False\"")
        : builder.Once("json-boolean", () => "\"true\" | \"false\"");

    public string Null => IsPython
        ? builder.Once("python-null", () => "\"null\" | \"None\"")
        : builder.Once("json-null", () => "\"null\"");

    /// <summary>Up to 18 digits: every value fits 64 bits.</summary>
    public string Integer => builder.Once("json-integer", () => "\"0\" | \"-\"? [1-9] [0-9]{0,17}");

    public string Number => builder.Once("json-number", () => "\"-\"? (\"0\" | [1-9] [0-9]{0,17}) (\".\" [0-9]{1,18})? ([eE] [-+]? [0-9]{1,2})?");

    /// <summary>One character of a string, escaped or not. Unpaired surrogates are not allowed, because no parser could make a string of them.</summary>
    public string Character => builder.Once(
        "json-char",
        () => $"{CharacterSet.Plain.ToGbnf()} | \"\\\\\" ([\\x22\\\\/bfnrt] | \"u\" ({Hex("0-9a-cA-CefEF")} {HexDigits(3)} | [dD] [0-7] {HexDigits(2)} | [dD] [89abAB] {HexDigits(2)} \"\\\\u\" [dD] [c-fC-F] {HexDigits(2)}))");

    public string String => IsPython
        ? builder.Once("python-string", () => $"\"\\\"\" {Character}* \"\\\"\" | \"'\" {SingleQuotedCharacter}* \"'\"")
        : builder.Once("json-string", () => $"\"\\\"\" {Character}* \"\\\"\"");

    /// <summary>A string of such characters.</summary>
    /// <param name="characters">The part between JSON's quotes.</param>
    /// <param name="singleQuoted">The part between Python's single quotes; null for any text, if it cannot be expressed.</param>
    public string Quoted(string characters, Func<string>? singleQuoted) =>
        $"\"\\\"\" ({characters}) \"\\\"\"{(IsPython ? $" | \"'\" ({singleQuoted?.Invoke() ?? $"{SingleQuotedCharacter}*"}) \"'\"" : "")}";

    /// <summary>One character of a string in Python's single quotes.</summary>
    public string SingleQuotedCharacter => builder.Once(
        "python-char",
        () => $"{CharacterSet.All.Except(CharacterSet.Of((0, 0x1F), ('\'', '\''), ('\\', '\\'))).ToGbnf()} | \"\\\\\" (['\\x22\\\\/bfnrt] | \"x\" {HexDigits(2)} | \"u\" {Hex("0-9a-cA-CefEF")} {HexDigits(3)})");

    /// <summary>A property's name.</summary>
    public string Name(string name) => Either(WaysToWrite(name));

    /// <summary>Returns the texts for a scalar.</summary>
    public IEnumerable<string> WaysToWrite(JsonElement scalar) => scalar.ValueKind switch
    {
        JsonValueKind.String => WaysToWrite(scalar.GetString()!),
        JsonValueKind.True when IsPython => ["true", "True"],
        JsonValueKind.False when IsPython => ["false", "False"],
        JsonValueKind.Null when IsPython => ["null", "None"],
        _ => [scalar.GetRawText()],
    };

    /// <summary>Exactly this value, with optional blanks where JSON allows them.</summary>
    public string Exactly(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Block('{', value.EnumerateObject().Select(member => $"{Name(member.Name)} {Colon} {Exactly(member.Value)}"), '}'),
        JsonValueKind.Array => Block('[', value.EnumerateArray().Select(Exactly), ']'),
        _ => Either(WaysToWrite(value)),
    };

    /// <summary>Any value.</summary>
    public string Value => ValueAt(0);

    /// <summary>Any object.</summary>
    public string Object => ObjectAt(0);

    /// <summary>Any array.</summary>
    public string Array => ArrayAt(0);

    private bool IsPython => notation == JsonNotation.Python;

    /// <summary>Returns a text with its quotes. Characters beyond ASCII may also be escaped, as some templates write them.</summary>
    private IEnumerable<string> WaysToWrite(string text)
    {
        var json = JsonText.Of(text);
        yield return json;
        if (!System.Text.Ascii.IsValid(json))
            yield return string.Concat(json.Select(unit => char.IsAscii(unit) ? unit.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}")));
        if (IsPython && !text.AsSpan().ContainsAny('\'', '\\') && !text.Any(char.IsControl))
            yield return $"'{text}'";
    }

    private static string Either(IEnumerable<string> texts) => texts.Select(Gbnf.Literal).ToList() is [var only] ? only : $"({string.Join(" | ", texts.Select(Gbnf.Literal))})";

    private string Block(char open, IEnumerable<string> parts, char close) =>
        string.Join($" \",\" {Space} ", parts) is { Length: > 0 } inside ? $"\"{open}\" {Space} {inside} {Space} \"{close}\"" : $"\"{open}\" {Space} \"{close}\"";

    private string ValueAt(int depth)
    {
        var scalar = builder.Once($"{Prefix}-scalar", () => $"{String} | {Number} | {Boolean} | {Null}");
        return depth == MaxDepth ? scalar : builder.Once($"{Prefix}-value-{Text(depth)}", () => $"{ObjectAt(depth)} | {ArrayAt(depth)} | {scalar}");
    }

    private string ObjectAt(int depth) => builder.Once($"{Prefix}-object-{Text(depth)}", () =>
    {
        var member = builder.Once($"{Prefix}-member-{Text(depth)}", () => $"{String} {Colon} {ValueAt(depth + 1)}");
        return $"\"{{\" {Space} ({member} (\",\" {Space} {member})* {Space})? \"}}\"";
    });

    private string ArrayAt(int depth) => builder.Once($"{Prefix}-array-{Text(depth)}", () =>
    {
        var item = ValueAt(depth + 1);
        return $"\"[\" {Space} ({item} (\",\" {Space} {item})* {Space})? \"]\"";
    });

    private string Prefix => IsPython ? "python" : "json";

    private static string Hex(string set) => $"[{set}]";

    private static string HexDigits(int count) => string.Create(CultureInfo.InvariantCulture, $"[0-9a-fA-F]{{{count}}}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
