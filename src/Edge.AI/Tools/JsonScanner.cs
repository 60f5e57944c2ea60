namespace Edge.AI.Tools;

/// <summary>Finds the end of JSON inside a longer text.</summary>
internal static class JsonScanner
{
    /// <summary>Returns the index after the object or list that begins at <paramref name="start"/>; -1 if it is incomplete.</summary>
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

    /// <summary>Returns the index of the closing quote of the text that begins at <paramref name="start"/>; -1 if there is none.</summary>
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

    /// <summary>Returns the index of the first character from <paramref name="start"/> on that is not white space in JSON and in the grammars.</summary>
    public static int SkipSpace(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && text[start] is (' ' or '\t' or '\n' or '\r'))
            start++;
        return start;
    }

    /// <summary>Skips white space and a literal. Returns the index after the literal, <paramref name="start"/> if the literal is missing, or -1 if more text is needed.</summary>
    /// <param name="text">The text so far.</param>
    /// <param name="start">The index where to begin.</param>
    /// <param name="literal">The literal. A line break in it matches any white space, or none.</param>
    /// <param name="isEnd">Whether the text is complete.</param>
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
