using System.Globalization;
using System.Numerics;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Text;

/// <summary>Reads numbers as Python's <c>int(text, base)</c> and <c>float(text)</c> do.</summary>
internal static class NumberParser
{
    public static bool TryInteger(string text, int numberBase, out BigInteger value)
    {
        value = default;
        var digits = text.AsSpan().Trim();
        var isNegative = digits.StartsWith("-", StringComparison.Ordinal);
        if (isNegative || digits.StartsWith("+", StringComparison.Ordinal))
            digits = digits[1..];
        digits = SkipPrefix(digits, ref numberBase, out var afterPrefix);
        if (!TryRemoveUnderscores(digits, afterPrefix, out var plain) || plain.Length is 0 or > TemplateLimits.MaxIntegerDigits)
            return false;

        WorkMeter.Multiply(plain.Length * 4, plain.Length * 16);
        foreach (var character in plain)
        {
            var digit = DigitOf(character);
            if (digit < 0 || digit >= numberBase)
                return false;
            value = (value * numberBase) + digit;
        }

        if (isNegative)
            value = -value;
        return true;
    }

    public static bool TryFloat(string text, out double value)
    {
        value = 0;
        var digits = text.AsSpan().Trim();
        if (!TryRemoveUnderscores(digits, afterPrefix: false, out var plain))
            return false;

        var sign = plain.StartsWith('-') ? -1 : 1;
        switch (plain.TrimStart('+', '-').ToUpperInvariant())
        {
            case "INF" or "INFINITY" when plain.LastIndexOfAny(['+', '-']) <= 0:
                value = sign * double.PositiveInfinity;
                return true;
            case "NAN" when plain.LastIndexOfAny(['+', '-']) <= 0:
                value = double.NaN;
                return true;
            default:
                const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                return plain.AsSpan().IndexOfAnyInRange('0', '9') >= 0 && double.TryParse(plain, style, CultureInfo.InvariantCulture, out value);
        }
    }

    /// <summary>With base 0, the prefix names the base.</summary>
    private static ReadOnlySpan<char> SkipPrefix(ReadOnlySpan<char> digits, scoped ref int numberBase, out bool skipped)
    {
        var prefixBase = digits.Length > 2 && digits[0] == '0'
            ? char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 }
            : 0;
        skipped = prefixBase != 0 && (numberBase == prefixBase || numberBase == 0);
        if (numberBase == 0)
            numberBase = skipped ? prefixBase : 10;
        return skipped ? digits[2..] : digits;
    }

    /// <summary>Underscores are allowed only between digits and after a prefix such as 0x.</summary>
    private static bool TryRemoveUnderscores(ReadOnlySpan<char> digits, bool afterPrefix, out string plain)
    {
        plain = "";
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == '_' && (i == digits.Length - 1 || !char.IsAsciiLetterOrDigit(digits[i + 1]) || (i == 0 ? !afterPrefix : !char.IsAsciiLetterOrDigit(digits[i - 1]))))
                return false;
        }

        plain = digits.ToString().Replace("_", "", StringComparison.Ordinal);
        return true;
    }

    private static int DigitOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'z' => character - 'a' + 10,
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => -1,
    };
}
