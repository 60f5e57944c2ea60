using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Syntax;

/// <summary>Number literals: <c>10</c>, <c>1_000</c>, <c>0x1F</c>, <c>1.5</c>, <c>2e10</c>.</summary>
internal static class NumberLiteral
{
    /// <summary>Moves the offset behind the literal, and returns whether it is a float. After a dot only an integer is possible, as in <c>x.0.1</c>.</summary>
    public static bool Read(string text, ref int offset, bool isAfterDot)
    {
        var start = offset;
        if (text[offset] == '0' && At(text, offset + 1) is 'x' or 'X' or 'o' or 'O' or 'b' or 'B' && char.IsAsciiHexDigit(At(text, offset + 2)))
        {
            offset += 2;
            SkipDigits(text, ref offset, char.IsAsciiHexDigit);
            return false;
        }

        SkipDigits(text, ref offset, char.IsAsciiDigit);
        if (isAfterDot)
            return false;

        var isFloat = false;
        if (At(text, offset) == '.' && char.IsAsciiDigit(At(text, offset + 1)))
        {
            isFloat = true;
            offset++;
            SkipDigits(text, ref offset, char.IsAsciiDigit);
        }

        var exponent = At(text, offset + 1) is '+' or '-' ? offset + 2 : offset + 1;
        if (At(text, offset) is 'e' or 'E' && char.IsAsciiDigit(At(text, exponent)))
        {
            isFloat = true;
            offset = exponent;
            SkipDigits(text, ref offset, char.IsAsciiDigit);
        }

        if (!isFloat && offset - start > 1 && text[start] == '0' && text.AsSpan(start, offset - start).ContainsAnyInRange('1', '9'))
            throw new TemplateError("an integer cannot start with zero", start);
        return isFloat;
    }

    private static void SkipDigits(string text, ref int offset, Func<char, bool> isDigit)
    {
        while (isDigit(At(text, offset)) || (At(text, offset) == '_' && isDigit(At(text, offset + 1))))
            offset++;
    }

    private static char At(string text, int offset) => offset < text.Length ? text[offset] : '\0';
}
