using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The methods that split and join strings.</summary>
internal static class StringSplitMethods
{
    public static IEnumerable<Builtin> All =>
    [
        StringMethods.Of("split", (text, arguments) => Split(text, arguments, fromEnd: false), "sep", "maxsplit"),
        StringMethods.Of("rsplit", (text, arguments) => Split(text, arguments, fromEnd: true), "sep", "maxsplit"),
        StringMethods.Of("splitlines", (text, arguments) => new ListValue(PythonText.SplitLines(text, arguments.Flag(0))), "keepends"),
        StringMethods.Of("partition", (text, arguments) => Partition(text, Separator(arguments)!, fromEnd: false), "sep"),
        StringMethods.Of("rpartition", (text, arguments) => Partition(text, Separator(arguments)!, fromEnd: true), "sep"),
        StringMethods.Of("join", (text, arguments) => PythonText.Join(text, arguments.Require(0).RequireElements().Select(RequireText).Select(part => Markup.EscapeFor(text, part))), "iterable"),
    ];

    private static ListValue Split(StringValue text, BuiltinArguments arguments, bool fromEnd)
    {
        var separator = arguments[0] is null or NoneValue ? null : Separator(arguments);
        var limit = arguments.Integer(1, -1);
        if (limit < 0)
            limit = int.MaxValue;

        var parts = new List<TemplateValue>();
        if (fromEnd)
        {
            SplitFromEnd(text, separator, limit, parts);
            parts.Reverse();
        }
        else
        {
            SplitFromStart(text, separator, limit, parts);
        }

        return new ListValue(parts);
    }

    private static void SplitFromStart(StringValue value, string? separator, int limit, List<TemplateValue> parts)
    {
        var (text, start) = (value.Text, 0);
        for (; separator is not null && limit > 0; limit--)
        {
            var found = TextSearch.IndexOf(text, separator, start);
            if (found < 0)
                break;
            Add(parts, value.Slice(start, found - start));
            start = found + separator.Length;
        }

        for (; separator is null; limit--)
        {
            while (start < text.Length && PythonText.IsSpace(text[start]))
                start++;
            if (start == text.Length)
                return;
            if (limit == 0)
                break;
            var end = start;
            while (end < text.Length && !PythonText.IsSpace(text[end]))
                end++;
            Add(parts, value.Slice(start, end - start));
            start = end;
        }

        Add(parts, value.Slice(start, text.Length - start));
    }

    private static void SplitFromEnd(StringValue value, string? separator, int limit, List<TemplateValue> parts)
    {
        var (text, end) = (value.Text, value.Text.Length);
        for (; separator is not null && limit > 0; limit--)
        {
            var found = TextSearch.LastIndexOf(text, separator, end);
            if (found < 0)
                break;
            Add(parts, value.Slice(found + separator.Length, end - found - separator.Length));
            end = found;
        }

        for (; separator is null; limit--)
        {
            while (end > 0 && PythonText.IsSpace(text[end - 1]))
                end--;
            if (end == 0)
                return;
            if (limit == 0)
                break;
            var start = end;
            while (start > 0 && !PythonText.IsSpace(text[start - 1]))
                start--;
            Add(parts, value.Slice(start, end - start));
            end = start;
        }

        Add(parts, value.Slice(0, end));
    }

    private static void Add(List<TemplateValue> parts, StringValue part)
    {
        TemplateLimits.CheckList(parts.Count + 1L);
        parts.Add(part);
    }

    private static TupleValue Partition(StringValue value, string separator, bool fromEnd)
    {
        var found = fromEnd ? TextSearch.LastIndexOf(value.Text, separator, value.Text.Length) : TextSearch.IndexOf(value.Text, separator, 0);
        if (found < 0)
            return new TupleValue(fromEnd ? [StringValue.Empty, StringValue.Empty, value] : [value, StringValue.Empty, StringValue.Empty]);

        var rest = found + separator.Length;
        return new TupleValue([value.Slice(0, found), value.Slice(found, separator.Length), value.Slice(rest, value.Text.Length - rest)]);
    }

    private static string Separator(BuiltinArguments arguments) => arguments.RequireText(0).Text is { Length: > 0 } separator
        ? separator
        : throw new TemplateError("empty separator");

    private static StringValue RequireText(TemplateValue value, int index) => value as StringValue
        ?? throw new TemplateError($"sequence item {index}: expected str instance, {value.TypeName} found");
}
