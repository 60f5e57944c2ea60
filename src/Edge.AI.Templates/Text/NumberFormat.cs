using System.Globalization;
using System.Numerics;
using System.Text;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Text;

/// <summary>Writes a number in the format of a field: decimal, hexadecimal, fixed, scientific.</summary>
internal static class NumberFormat
{
    /// <summary>Python's own limit is higher; prompts never need so many digits.</summary>
    private const int MaxPrecision = 1000;

    public static StringValue Format(FieldSpec spec, TemplateValue value)
    {
        if (!Numbers.IsNumber(value))
            throw (value as UndefinedValue)?.Error() ?? new TemplateError($"%{spec.Type} format: a real number is required, not {value.TypeName}");
        if (spec.Precision > MaxPrecision)
            throw new TemplateError("a width or precision is too large");

        var text = spec.Type is 'd' or 'i' or 'u' or 'x' or 'X' or 'o' or 'b'
            ? OfInteger(spec, value is FloatValue number ? Truncate(number.Value) : Numbers.RequireInteger(value))
            : OfFloat(spec, Numbers.ToDouble(value));
        if (text[0] != '-')
            text = spec.Sign + text;
        return StringValue.FromTemplate(spec.Grouping is { } separator ? Group(text, separator) : text);
    }

    private static BigInteger Truncate(double value) => double.IsFinite(value)
        ? new BigInteger(value)
        : throw new TemplateError($"cannot convert float {PythonRepr.Of(value)} to integer");

    private static string OfInteger(FieldSpec spec, BigInteger value)
    {
        var magnitude = BigInteger.Abs(value);
        WorkMeter.Multiply(magnitude.GetBitLength(), magnitude.GetBitLength());
        var (digits, prefix) = spec.Type switch
        {
            'x' => (magnitude.ToString("x", CultureInfo.InvariantCulture), "0x"),
            'X' => (magnitude.ToString("X", CultureInfo.InvariantCulture), "0X"),
            'o' => (ToOctal(magnitude), "0o"),
            'b' => (magnitude.ToString("b", CultureInfo.InvariantCulture), "0b"),
            _ => (magnitude.ToString(CultureInfo.InvariantCulture), ""),
        };
        if (spec.Type is 'x' or 'X' or 'b')
            digits = digits.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0";
        return (value.Sign < 0 ? "-" : "") + (spec.HasPrefix ? prefix : "") + digits.PadLeft(spec.Precision ?? 0, '0');
    }

    private static string ToOctal(BigInteger value)
    {
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, (char)('0' + (int)(value & 7)));
            value >>= 3;
        }
        while (!value.IsZero);
        return digits.ToString();
    }

    private static string OfFloat(FieldSpec spec, double value)
    {
        var isUpper = spec.Type is 'E' or 'F' or 'G';
        if (!double.IsFinite(value))
            return isUpper ? PythonRepr.Of(value).ToUpperInvariant() : PythonRepr.Of(value);

        var precision = spec.Precision ?? 6;
        return spec.Type switch
        {
            'f' or 'F' => ExactDecimal.Format(value, precision),
            '%' => ExactDecimal.Format(value * 100, precision) + "%",
            'e' or 'E' => Scientific(value, precision, isUpper),
            _ => General(value, Math.Max(precision, 1), isUpper, spec.HasPrefix),
        };
    }

    private static string Scientific(double value, int precision, bool isUpper)
    {
        var text = value.ToString($"E{precision}", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return $"{text.AsSpan(0, mark)}{(isUpper ? 'E' : 'e')}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string General(double value, int digits, bool isUpper, bool keepsZeros)
    {
        var scientific = Scientific(value, digits - 1, isUpper);
        var mark = scientific.AsSpan().IndexOfAny('e', 'E');
        var exponent = int.Parse(scientific.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent >= -4 && exponent < digits)
            return Shorten(ExactDecimal.Format(value, digits - 1 - exponent));

        return Shorten(scientific[..mark]) + scientific[mark..];

        string Shorten(string text) => keepsZeros || !text.Contains('.', StringComparison.Ordinal) ? text : text.TrimEnd('0').TrimEnd('.');
    }

    private static string Group(string text, char separator)
    {
        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;

        var grouped = new StringBuilder(text);
        for (var at = end - 3; at > start; at -= 3)
            grouped.Insert(at, separator);
        return grouped.ToString();
    }
}
