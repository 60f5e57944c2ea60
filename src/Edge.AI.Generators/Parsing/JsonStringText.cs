using System.Text;

namespace Edge.AI.Catalog.Parsing;

/// <summary>Reads the text between the double quotes of a JSON string (RFC 8259, section 7).</summary>
internal static class JsonStringText
{
    /// <summary>Reads the string whose opening quote is at <paramref name="start"/>.</summary>
    /// <returns>The text and the position after the closing quote; or the problem and its position.</returns>
    public static (string Value, int Next, string? Problem) Read(string text, int start)
    {
        var value = new StringBuilder();
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                var read = value.ToString();
                return ModelRules.HasLoneSurrogate(read) ? ("", start, "The string holds an unpaired surrogate, which is not a character. Write both halves of the pair, or the character itself.") : (read, at + 1, null);
            }

            if (text[at] < ' ')
                return ("", at, "A string cannot hold a line break or another control character. Write an escape such as \\n.");

            // The compiler decodes bytes that are not UTF-8 to this character. ModelCatalog.Load refuses such a file.
            if (text[at] == '\uFFFD')
                return ("", at, "The replacement character U+FFFD usually stands for bytes that are not UTF-8. Save the manifest as UTF-8, or write the escape \\uFFFD if you mean this character.");

            if (text[at] != '\\')
            {
                value.Append(text[at]);
                continue;
            }

            if (Unescape(text, at + 1) is not { } character)
                return ("", at, "JSON does not have this escape. Use one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits.");

            value.Append(character);
            at += text[at + 1] == 'u' ? 5 : 1;
        }

        return ("", text.Length, "The string has no closing quote.");
    }

    private static char? Unescape(string text, int at) => at < text.Length
        ? text[at] switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => Hexadecimal(text, at + 1),
            _ => null,
        }
        : null;

    private static char? Hexadecimal(string text, int start)
    {
        var code = 0;
        for (var at = start; at < start + 4; at++)
        {
            if (at == text.Length)
                return null;

            var digit = text[at] switch
            {
                >= '0' and <= '9' => text[at] - '0',
                >= 'a' and <= 'f' => text[at] - 'a' + 10,
                >= 'A' and <= 'F' => text[at] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
                return null;

            code = (code * 16) + digit;
        }

        return (char)code;
    }
}
