using System.Globalization;
using System.Text;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The methods of strings.</summary>
internal static class StringMethods
{
    public static readonly BuiltinTable Table = new(
    [
        .. StringSearchMethods.All,
        .. StringSplitMethods.All,
        Of("strip", (text, arguments) => PythonText.Strip(text, arguments.Text(0)?.Text), "chars"),
        Of("lstrip", (text, arguments) => PythonText.Strip(text, arguments.Text(0)?.Text, atEnd: false), "chars"),
        Of("rstrip", (text, arguments) => PythonText.Strip(text, arguments.Text(0)?.Text, atStart: false), "chars"),
        Of("upper", (text, _) => text.Map(PythonText.ToUpper)),
        Of("lower", (text, _) => text.Map(PythonText.ToLower)),
        Of("casefold", (text, _) => text.Map(value => PythonText.ToLower(value).Replace("ß", "ss", StringComparison.Ordinal))),
        Of("swapcase", (text, _) => text.Map(SwapCase)),
        Of("capitalize", (text, _) => PythonText.Capitalize(text)),
        Of("title", (text, _) => PythonText.Title(text, character => !char.IsLetter(character))),
        Of("replace", (text, arguments) => PythonText.Replace(text, arguments.RequireText(0).Text, Markup.EscapeFor(text, arguments.RequireText(1)), arguments.Integer(2, -1)), "old", "new", "count"),
        Of("removeprefix", (text, arguments) => RemovePrefix(text, arguments.RequireText(0).Text), "prefix"),
        Of("removesuffix", (text, arguments) => RemoveSuffix(text, arguments.RequireText(0).Text), "suffix"),
        Of("center", (text, arguments) => TextFilters.Center(text, arguments.Integer(0, 0), arguments.Text(1)), "width", "fillchar"),
        Of("ljust", (text, arguments) => PythonText.Pad(text, 0, Gap(text, arguments), Fill(arguments)), "width", "fillchar"),
        Of("rjust", (text, arguments) => PythonText.Pad(text, Gap(text, arguments), 0, Fill(arguments)), "width", "fillchar"),
        Of("zfill", (text, arguments) => FillZeros(text, Gap(text, arguments)), "width"),
        Of("format", (text, arguments) => BraceFormat.Format(text, arguments.Call), Builtin.Any),
        Of("isdigit", (text, _) => All(text, character => char.IsDigit(character) || CharUnicodeInfo.GetDigitValue(character) >= 0)),
        Of("isdecimal", (text, _) => All(text, char.IsDigit)),
        Of("isnumeric", (text, _) => All(text, char.IsNumber)),
        Of("isalpha", (text, _) => All(text, char.IsLetter)),
        Of("isalnum", (text, _) => All(text, character => char.IsLetter(character) || char.IsNumber(character))),
        Of("isspace", (text, _) => All(text, PythonText.IsSpace)),
        Of("isascii", (text, _) => BooleanValue.Of(Ascii.IsValid(text.Text))),
        Of("islower", (text, _) => BooleanValue.Of(Tests.IsCased(text.Text, isUpper: false))),
        Of("isupper", (text, _) => BooleanValue.Of(Tests.IsCased(text.Text, isUpper: true))),
        Of("istitle", (text, _) => BooleanValue.Of(text.Text.Any(char.IsLetter) && Comparison.AreEqual(text, PythonText.Title(text, character => !char.IsLetter(character))))),
    ]);

    public static Builtin Of(string name, Func<StringValue, BuiltinArguments, TemplateValue> body, params string[] parameters) =>
        new(name, (subject, arguments) => OfSameKind((StringValue)subject, body((StringValue)subject, arguments)), parameters);

    private static TemplateValue OfSameKind(StringValue text, TemplateValue result) =>
        result is StringValue changed ? changed.AsMarkup(text.IsMarkup) : result;

    private static BooleanValue All(StringValue text, Func<char, bool> isWanted)
    {
        foreach (var character in text.Text)
        {
            if (!isWanted(character))
                return BooleanValue.False;
        }

        return BooleanValue.Of(text.Text.Length > 0);
    }

    private static string SwapCase(string text) =>
        string.Concat(text.Select(character => char.IsUpper(character) ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character)));

    private static StringValue RemovePrefix(StringValue text, string prefix) =>
        text.Text.StartsWith(prefix, StringComparison.Ordinal) ? text.Slice(prefix.Length, text.Text.Length - prefix.Length) : text;

    private static StringValue RemoveSuffix(StringValue text, string suffix) =>
        text.Text.EndsWith(suffix, StringComparison.Ordinal) ? text.Slice(0, text.Text.Length - suffix.Length) : text;

    private static long Gap(StringValue text, BuiltinArguments arguments) =>
        (long)Numbers.RequireCount(arguments.Require(0)) - text.Count!.Value;

    private static StringValue Fill(BuiltinArguments arguments) => arguments.Text(1) ?? StringValue.FromTemplate(" ");

    private static StringValue FillZeros(StringValue text, long gap)
    {
        var sign = text.Text is ['+' or '-', ..] ? 1 : 0;
        var zeros = PythonText.Pad(StringValue.Empty, gap, 0, StringValue.FromTemplate("0"));
        return PythonText.Join(StringValue.Empty, [text.Slice(0, sign), zeros, text.Slice(sign, text.Text.Length - sign)]);
    }
}
