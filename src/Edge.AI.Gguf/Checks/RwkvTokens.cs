using System.Globalization;
using System.Text;

namespace Edge.AI.Gguf.Checks;

/// <summary>
/// Checks the tokens of RWKV, which are written with escapes. Its tokenizer takes the longest token that a text begins with. It never finishes
/// if a text begins with the first byte of a token but with no whole token.
/// </summary>
internal static class RwkvTokens
{
    /// <summary>Returns a byte that begins a token but is not a token itself, as the character of that number, or <see langword="null"/> if there is none.</summary>
    public static char? FindTrap(IEnumerable<string> texts)
    {
        var tokens = texts.Select(Unescape).Where(text => text.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var token in tokens)
        {
            if (!tokens.Contains(token[..1]))
                return token[0];
        }

        return null;
    }

    /// <summary><c>\t</c>, <c>\n</c>, <c>\r</c>, <c>\xNN</c>, and a backslash before any other character stands for that character.</summary>
    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\')
                plain.Append(text[index]);
            else if (++index < text.Length)
                plain.Append(text[index] == 'x' ? Byte(text, ref index) : $"{Named(text[index])}");
        }

        return plain.ToString();
    }

    private static char Named(char name) => name switch { 't' => '\t', 'n' => '\n', 'r' => '\r', _ => name };

    private static string Byte(string text, ref int index)
    {
        var digits = text.AsSpan(index + 1, Math.Min(2, text.Length - index - 1));
        index += digits.Length;
        return byte.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value) ? $"{(char)value}" : "";
    }
}
