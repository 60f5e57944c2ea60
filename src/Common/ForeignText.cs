using System.Globalization;
using System.Text;

namespace Edge.AI.Common;

/// <summary>
/// Text that we did not write, as errors, logs and terminals may show it. Names, keys, tokens, templates and answers of servers can hold
/// control characters that repaint a terminal, forge a line of a log or reverse what is read; they are written as escapes, and long text is shortened.
/// </summary>
internal static class ForeignText
{
    /// <summary>Characters that are shown of one message or line.</summary>
    public const int MaxLength = 4000;

    private const int MaxNameLength = 200;
    private const int ShownEnd = 400;
    private const string Gap = " … ";

    /// <summary>One line without control characters, and no longer than <see cref="MaxLength"/>.</summary>
    public static string Show(string text)
    {
        var shown = text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength - ShownEnd - Gap.Length), Gap, text.AsSpan(text.Length - ShownEnd));
        return Escape(shown, keepsLines: false);
    }

    /// <summary>A name or a short text inside of a message: one line without control characters, and no longer than 200 characters.</summary>
    public static string Name(string text) => text.Length <= MaxNameLength ? Escape(text, keepsLines: false) : $"{Escape(text[..MaxNameLength], keepsLines: false)}…";

    /// <summary>Several lines without control characters.</summary>
    public static string ShowLines(string text) => Escape(text, keepsLines: true);

    private static string Escape(string text, bool keepsLines)
    {
        var first = 0;
        while (first < text.Length && IsPlain(text, first, keepsLines))
            first++;
        if (first == text.Length)
            return text;

        var output = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
        {
            if (IsPlain(text, i, keepsLines))
                output.Append(text[i]);
            else
                output.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
        }

        return output.ToString();
    }

    private static bool IsPlain(string text, int index, bool keepsLines) => text[index] switch
    {
        '\n' or '\t' => keepsLines,
        '\r' => keepsLines && index + 1 < text.Length && text[index + 1] == '\n', // alone, it goes back to the line's start
        '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => false, // they end lines, or turn the direction of reading
        var character when char.IsHighSurrogate(character) => index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]),
        var character when char.IsLowSurrogate(character) => index > 0 && char.IsHighSurrogate(text[index - 1]),
        var character => !char.IsControl(character),
    };
}
