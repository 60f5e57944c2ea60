namespace Edge.AI.Tools;

/// <summary>Finds where JSON ends in text that goes on after it.</summary>
internal static class JsonScanner
{
    /// <summary>The index after the object or list that begins at <paramref name="start"/>; -1 while it is open.</summary>
    public static int EndOf(ReadOnlySpan<char> text, int start)
    {
        var (depth, inString) = (0, false);
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when inString:
                    i++;
                    break;
                case '"':
                    inString = !inString;
                    break;
                case '{' or '[' when !inString:
                    depth++;
                    break;
                case '}' or ']' when !inString && --depth == 0:
                    return i + 1;
                default:
                    break;
            }
        }

        return -1;
    }

    /// <summary>The index of the quote that ends the text that begins at <paramref name="start"/>; -1 if there is none.</summary>
    public static int EndOfText(ReadOnlySpan<char> text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i;
            if (text[i] == '\\')
                i++;
        }

        return -1;
    }

    /// <summary>The index of the first character that is no white space, as JSON and the grammars mean it, from <paramref name="start"/> on.</summary>
    public static int SkipSpace(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && text[start] is (' ' or '\t' or '\n' or '\r'))
            start++;
        return start;
    }

    /// <summary>Goes past a literal and the white space before it: the index after it, <paramref name="start"/> if it is not there, or -1 if it may yet come.</summary>
    /// <param name="text">The text so far.</param>
    /// <param name="start">Where to look.</param>
    /// <param name="literal">What to look for; a line break in it stands for any white space or none.</param>
    /// <param name="isEnd">Whether no more comes.</param>
    public static int Skip(ReadOnlySpan<char> text, int start, string literal, bool isEnd)
    {
        var at = start;
        foreach (var part in literal.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            at = SkipSpace(text, at);
            var rest = text[at..];
            if (!rest.StartsWith(part, StringComparison.Ordinal))
                return !isEnd && part.AsSpan().StartsWith(rest, StringComparison.Ordinal) ? -1 : start;
            at += part.Length;
        }

        return at;
    }
}
