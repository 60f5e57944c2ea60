using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>Filters that return text. Other values are converted to text first.</summary>
internal static class TextFilters
{
    private static readonly StringValue Space = StringValue.FromTemplate(" ");
    private static readonly StringValue NewLine = StringValue.FromTemplate("\n");

    public static IEnumerable<Builtin> All =>
    [
        new("string", (value, _) => value.ToText()),
        new("upper", (value, _) => value.ToText().Map(PythonText.ToUpper)),
        new("lower", (value, _) => value.ToText().Map(PythonText.ToLower)),
        new("capitalize", (value, _) => PythonText.Capitalize(value.ToText())),
        new("title", (value, _) => PythonText.Title(value.ToText(), IsBetweenWords)),
        new("trim", (value, arguments) => PythonText.Strip(value.ToText(), arguments.Text(0)?.Text), "chars"),
        new("replace", Replace, "old", "new", "count"),
        new("format", Format, Builtin.Any),
        new("indent", Indent, "width", "first", "blank"),
        new("center", (value, arguments) => Center(value.ToText(), arguments.Integer(0, 80)), "width"),
        new("truncate", Truncate, "length", "killwords", "end", "leeway"),
        new("wordcount", (value, _) => IntegerValue.Of(CountWords(value.ToText().Text))),
    ];

    private static StringValue Replace(TemplateValue value, BuiltinArguments arguments) => PythonText.Replace(
        value.ToText(), arguments.Require(0).ToText().Text, arguments.Require(1).ToText(), arguments.Integer(2, -1));

    private static StringValue Format(TemplateValue value, BuiltinArguments arguments)
    {
        var call = arguments.Call;
        if (call.Named.Count == 0)
            return PercentFormat.Format(value.ToText(), new TupleValue(call.Positional));
        if (call.Positional.Count > 0)
            throw new TemplateError("format() takes positional or named arguments, not both");

        var names = new DictValue();
        foreach (var (name, argument) in call.Named)
            names[StringValue.FromTemplate(name)] = argument;
        return PercentFormat.Format(value.ToText(), names);
    }

    private static StringValue Indent(TemplateValue value, BuiltinArguments arguments)
    {
        var text = value as StringValue ?? throw new TemplateError($"only a str can be indented, not {value.TypeName}");
        var width = arguments[0] as StringValue ?? PythonText.Pad(StringValue.Empty, arguments.Integer(0, 4), 0, Space);
        var (first, blank) = (arguments.Flag(1), arguments.Flag(2));
        var lines = PythonText.SplitLines(StringValue.Concat(text, NewLine));
        var output = new TextBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0)
                output.Append(NewLine);
            if (i == 0 ? first : blank || lines[i].IsTruthy)
                output.Append(width);
            output.Append((StringValue)lines[i]);
        }

        return output.ToValue().AsMarkup(text.IsMarkup);
    }

    /// <summary>If the gaps on both sides cannot be equal, Python makes the left one larger only for an odd width.</summary>
    internal static StringValue Center(StringValue text, int width, StringValue? fill = null)
    {
        var gap = (long)width - text.Count!.Value;
        if (gap <= 0)
            return text;

        var left = (gap / 2) + (gap & width & 1);
        return PythonText.Pad(text, left, gap - left, fill ?? Space).AsMarkup(text.IsMarkup);
    }

    private static StringValue Truncate(TemplateValue value, BuiltinArguments arguments)
    {
        var text = value.ToText();
        var (length, end) = (arguments.Integer(0, 255), arguments.Text(2) ?? StringValue.FromTemplate("..."));
        if (text.Count!.Value <= length + (long)arguments.Integer(3, 5))
            return text;

        var kept = text.Slice(0, CodePoints.OffsetOf(text.Text, (int)Math.Max(0, (long)length - end.Count!.Value)));
        if (!arguments.Flag(1) && kept.Text.LastIndexOf(' ') is >= 0 and var space)
            kept = kept.Slice(0, space);
        return Markup.Concat(kept, end);
    }

    private static int CountWords(string text)
    {
        var (count, isInWord) = (0, false);
        foreach (var character in text)
        {
            var isWord = char.IsLetterOrDigit(character) || character == '_';
            if (isWord && !isInWord)
                count++;
            isInWord = isWord;
        }

        return count;
    }

    private static bool IsBetweenWords(char character) => character is '-' or '(' or '{' or '[' or '<' || PythonText.IsSpace(character);
}
