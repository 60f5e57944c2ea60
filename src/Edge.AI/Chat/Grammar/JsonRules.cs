using System.Globalization;

namespace Edge.AI.Chat.Grammar;

/// <summary>The rules that every JSON grammar shares. Blanks, digits and depth are bounded, so that a model can't go on with them forever.</summary>
internal sealed class JsonRules(GbnfBuilder builder)
{
    /// <summary>How deep free JSON may nest; System.Text.Json reads 64 levels unless told otherwise.</summary>
    private const int MaxDepth = 16;

    public const string Colon = "\":\" \" \"?";

    /// <summary>Nothing, a space, or a new line with its indentation.</summary>
    public string Space => builder.Once("json-space", () => "\"\" | \" \" | \"\\n\" [ \\t]{0,24}");

    public string Boolean => builder.Once("json-boolean", () => "\"true\" | \"false\"");

    public string Null => builder.Once("json-null", () => "\"null\"");

    /// <summary>Up to 18 digits: every value fits 64 bits.</summary>
    public string Integer => builder.Once("json-integer", () => "\"0\" | \"-\"? [1-9] [0-9]{0,17}");

    public string Number => builder.Once("json-number", () => "\"-\"? (\"0\" | [1-9] [0-9]{0,17}) (\".\" [0-9]{1,18})? ([eE] [-+]? [0-9]{1,2})?");

    /// <summary>One character of a string, escaped or not. Half a surrogate pair is none: no reader could make a string of it.</summary>
    public string Character => builder.Once(
        "json-char",
        () => $"{CharacterSet.Plain.ToGbnf()} | \"\\\\\" ([\\x22\\\\/bfnrt] | \"u\" ({Hex("0-9a-cA-CefEF")} {HexDigits(3)} | [dD] [0-7] {HexDigits(2)} | [dD] [89abAB] {HexDigits(2)} \"\\\\u\" [dD] [c-fC-F] {HexDigits(2)}))");

    public string String => builder.Once("json-string", () => $"\"\\\"\" {Character}* \"\\\"\"");

    /// <summary>Any value.</summary>
    public string Value => ValueAt(0);

    /// <summary>Any object.</summary>
    public string Object => ObjectAt(0);

    /// <summary>Any array.</summary>
    public string Array => ArrayAt(0);

    private string ValueAt(int depth)
    {
        var scalar = builder.Once("json-scalar", () => $"{String} | {Number} | {Boolean} | {Null}");
        return depth == MaxDepth ? scalar : builder.Once($"json-value-{Text(depth)}", () => $"{ObjectAt(depth)} | {ArrayAt(depth)} | {scalar}");
    }

    private string ObjectAt(int depth) => builder.Once($"json-object-{Text(depth)}", () =>
    {
        var member = builder.Once($"json-member-{Text(depth)}", () => $"{String} {Colon} {ValueAt(depth + 1)}");
        return $"\"{{\" {Space} ({member} (\",\" {Space} {member})* {Space})? \"}}\"";
    });

    private string ArrayAt(int depth) => builder.Once($"json-array-{Text(depth)}", () =>
    {
        var item = ValueAt(depth + 1);
        return $"\"[\" {Space} ({item} (\",\" {Space} {item})* {Space})? \"]\"";
    });

    private static string Hex(string set) => $"[{set}]";

    private static string HexDigits(int count) => string.Create(CultureInfo.InvariantCulture, $"[0-9a-fA-F]{{{count}}}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
