using System.Globalization;
using System.Text;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Syntax;

/// <summary>String literals, with the escapes of Python.</summary>
internal static class StringLiteral
{
    /// <summary>Reads the literal at an offset, moves the offset behind it and returns its value.</summary>
    public static string Read(string text, ref int offset)
    {
        var (start, quote) = (offset, text[offset]);
        var value = new StringBuilder();
        for (offset++; offset < text.Length && text[offset] != quote; offset++)
        {
            if (text[offset] != '\\')
                value.Append(text[offset]);
            else if (++offset < text.Length)
                ReadEscape(text, ref offset, value);
        }

        if (offset >= text.Length)
            throw new TemplateError("a string is not closed", start);
        offset++;
        return value.ToString();
    }

    private static void ReadEscape(string text, ref int offset, StringBuilder value)
    {
        var character = text[offset];
        switch (character)
        {
            case '\n':
                break;
            case '\\' or '\'' or '"':
                value.Append(character);
                break;
            case 'n':
                value.Append('\n');
                break;
            case 't':
                value.Append('\t');
                break;
            case 'r':
                value.Append('\r');
                break;
            case 'a' or 'b' or 'f' or 'v':
                value.Append(character switch { 'a' => '\a', 'b' => '\b', 'f' => '\f', _ => '\v' });
                break;
            case 'x' or 'u' or 'U':
                AppendCodePoint(text, ref offset, character switch { 'x' => 2, 'u' => 4, _ => 8 }, value);
                break;
            case >= '0' and <= '7':
                AppendOctal(text, ref offset, value);
                break;
            case 'N':
                throw new TemplateError("characters by name (\\N{…}) are not supported", offset - 1);
            default:
                value.Append('\\').Append(character);
                break;
        }
    }

    private static void AppendCodePoint(string text, ref int offset, int digits, StringBuilder value)
    {
        if (offset + digits >= text.Length
            || !int.TryParse(text.AsSpan(offset + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint)
            || codePoint is < 0 or > 0x10FFFF)
        {
            throw new TemplateError("an escaped character is incomplete", offset - 1);
        }

        value.Append(codePoint > 0xFFFF ? char.ConvertFromUtf32(codePoint) : ((char)codePoint).ToString());
        offset += digits;
    }

    private static void AppendOctal(string text, ref int offset, StringBuilder value)
    {
        var code = 0;
        var end = Math.Min(offset + 3, text.Length);
        for (; offset < end && text[offset] is >= '0' and <= '7'; offset++)
            code = (code * 8) + text[offset] - '0';
        offset--;
        value.Append((char)code);
    }
}
