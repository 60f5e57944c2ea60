using System.Globalization;
using System.Text;

namespace Edge.AI.Templates.Values;

/// <summary>Writes strings and floats as Python's <c>repr</c>.</summary>
internal static class PythonRepr
{
    public static void WriteQuoted(string text, ReprBuilder output)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        output.Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= ' ' and <= '~')
            {
                if (text[i] == quote || text[i] == '\\')
                    output.Append('\\');
                output.Append(text[i]);
            }
            else
            {
                var length = CodePoints.LengthAt(text, i);
                WriteSpecial(text.AsSpan(i, length), char.IsSurrogatePair(text, i) ? char.ConvertToUtf32(text, i) : text[i], output);
                i += length - 1;
            }
        }

        output.Append(quote);
    }

    /// <summary>Returns the shortest text that parses to the same number, in Python's notation: <c>1.0</c>, <c>1e+16</c>, <c>1e-05</c>.</summary>
    public static string Of(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";

        var (digits, exponent) = Scientific(value.ToString("R", CultureInfo.InvariantCulture));
        var sign = double.IsNegative(value) ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits.AsSpan(1)}";
            return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";

        return digits.Length <= exponent + 1
            ? $"{sign}{digits.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{digits.AsSpan(0, exponent + 1)}.{digits.AsSpan(exponent + 1)}";
    }

    /// <summary>Returns the significant digits of a number in .NET's notation, and the power of ten of the first digit.</summary>
    private static (string Digits, int Exponent) Scientific(string shortest)
    {
        var text = shortest.AsSpan().TrimStart('-');
        var mark = text.IndexOf('E');
        var power = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.');
        var integral = point < 0 ? mantissa.Length : point;
        var digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        var significant = digits.TrimStart('0');
        return significant.Length == 0
            ? ("0", 0)
            : (significant.TrimEnd('0'), power + integral - 1 - (digits.Length - significant.Length));
    }

    private static void WriteSpecial(ReadOnlySpan<char> characters, int codePoint, ReprBuilder output)
    {
        var escape = codePoint switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ when IsPrintable(codePoint) => null,
            <= 0xFF => $"\\x{codePoint:x2}",
            <= 0xFFFF => $"\\u{codePoint:x4}",
            _ => $"\\U{codePoint:x8}",
        };
        output.Append(escape ?? characters);
    }

    private static bool IsPrintable(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
