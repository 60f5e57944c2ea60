using System.Globalization;
using System.Text;

namespace Edge.AI.Grammars;

/// <summary>Writes text in llama.cpp's grammar notation.</summary>
internal static class Gbnf
{
    /// <summary>Returns a literal that matches exactly this text.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
            AppendCharacter(literal, rune.Value);
        return literal.Append('"').ToString();
    }

    /// <summary>Appends a character in a form that is valid in literals and in classes.</summary>
    public static void AppendCharacter(StringBuilder gbnf, int character)
    {
        if (character is '"' or '\\' or '[' or ']')
            gbnf.Append('\\').Append((char)character);
        else if (character is > ' ' and < 0x7F and not ('-' or '^') || character == ' ')
            gbnf.Append((char)character);
        else if (character <= 0xFF)
            gbnf.Append(CultureInfo.InvariantCulture, $"\\x{character:X2}");
        else
            gbnf.Append(CultureInfo.InvariantCulture, $"\\U{character:X8}");
    }
}
