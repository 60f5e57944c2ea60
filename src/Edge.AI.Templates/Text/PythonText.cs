using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Text;

/// <summary>String operations with Python's definitions of space and line.</summary>
internal static class PythonText
{
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';

    /// <summary>Python's <c>strip</c>, <c>lstrip</c> and <c>rstrip</c>; without characters it removes spaces.</summary>
    public static StringValue Strip(StringValue value, string? characters, bool atStart = true, bool atEnd = true)
    {
        var text = value.Text;
        var (start, end) = (0, text.Length);
        var set = characters?.Length > 16 ? characters.ToHashSet() : null;
        while (atStart && start < end && IsStripped(text[start]))
            start++;
        while (atEnd && end > start && IsStripped(text[end - 1]))
            end--;
        return value.Slice(start, end - start);

        bool IsStripped(char character) =>
            characters is null ? IsSpace(character) : set?.Contains(character) ?? characters.Contains(character, StringComparison.Ordinal);
    }

    public static List<TemplateValue> SplitLines(StringValue value, bool keepEnds = false)
    {
        var text = value.Text;
        var lines = new List<TemplateValue>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !IsLineEnd(text[end]))
                end++;

            var next = end < text.Length ? end + 1 : end;
            if (next < text.Length && text[end] == '\r' && text[next] == '\n')
                next++;
            TemplateLimits.CheckList(lines.Count + 1L);
            lines.Add(value.Slice(start, (keepEnds ? next : end) - start));
            start = next;
        }

        return lines;
    }

    public static StringValue Replace(StringValue value, string old, StringValue replacement, int count = -1)
    {
        var (text, start) = (value.Text, 0);
        var output = new TextBuilder();
        for (var found = -1; count != 0; count--)
        {
            // An empty text is found before each character and at the end.
            var from = old.Length > 0 ? start : found + 1;
            found = from <= text.Length ? TextSearch.IndexOf(text, old, from) : -1;
            if (found < 0)
                break;

            output.Append(value, start, found - start);
            output.Append(replacement);
            start = found + old.Length;
        }

        output.Append(value, start, text.Length - start);
        return output.ToValue();
    }

    /// <summary>Converts to upper case as Python does: a sharp s becomes two letters.</summary>
    public static string ToUpper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    public static string ToLower(string text) => text.ToLowerInvariant();

    /// <summary>Converts the first character to upper case and the rest to lower case.</summary>
    public static StringValue Capitalize(StringValue value)
    {
        if (value.Text.Length == 0)
            return value;

        var first = CodePoints.LengthAt(value.Text, 0);
        return StringValue.Concat(value.Slice(0, first).Map(ToUpper), value.Slice(first, value.Text.Length - first).Map(ToLower)).AsMarkup(value.IsMarkup);
    }

    /// <summary>Capitalizes each run of characters between separators.</summary>
    public static StringValue Title(StringValue value, Func<char, bool> isBetween)
    {
        var text = value.Text;
        var output = new TextBuilder();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && isBetween(text[end]) == isBetween(text[start]))
                end++;
            output.Append(Capitalize(value.Slice(start, end - start)));
            start = end;
        }

        return output.ToValue();
    }

    public static StringValue Pad(StringValue value, long before, long after, StringValue fill)
    {
        TemplateLimits.CheckText(Math.Max(before, 0) + Math.Max(after, 0));
        var output = new TextBuilder();
        output.Append(fill, before);
        output.Append(value);
        output.Append(fill, after);
        return output.ToValue();
    }

    public static StringValue Join(StringValue separator, IEnumerable<StringValue> values)
    {
        var output = new TextBuilder();
        var isFirst = true;
        foreach (var value in values)
        {
            if (!isFirst)
                output.Append(separator);
            output.Append(value);
            isFirst = false;
        }

        return output.ToValue();
    }

    private static bool IsLineEnd(char character) =>
        character is (>= '\n' and <= '\r') or (>= '\x1c' and <= '\x1e') or '\x85' or '\u2028' or '\u2029';
}
