using System.Globalization;
using System.Numerics;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Text;

/// <summary>
/// Rounds the exact value of a float, half to even, as Python does: 2.675 is below the middle and becomes 2.67,
/// 0.125 is the middle and becomes 0.12. .NET rounds both up.
/// </summary>
internal static class ExactDecimal
{
    /// <summary>Returns the value times ten to the <paramref name="decimals"/>, as an integer.</summary>
    public static BigInteger Scale(double value, int decimals)
    {
        WorkMeter.Multiply(1000 + (4L * Math.Abs((long)decimals)), 1000 + (4L * Math.Abs((long)decimals)));
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var power = (int)(bits >> 52);
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | (power == 0 ? 0 : 1L << 52);
        power = Math.Max(power, 1) - 1075;

        var numerator = new BigInteger(mantissa) * BigInteger.Pow(2, Math.Max(power, 0)) * BigInteger.Pow(10, Math.Max(decimals, 0));
        var denominator = BigInteger.Pow(2, Math.Max(-power, 0)) * BigInteger.Pow(10, Math.Max(-decimals, 0));
        var result = DivideHalfEven(numerator, denominator);
        return value < 0 ? -result : result;
    }

    /// <summary>Returns the digits with exactly <paramref name="decimals"/> of them after the point.</summary>
    public static string Format(double value, int decimals)
    {
        var digits = BigInteger.Abs(Scale(value, decimals)).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = double.IsNegative(value) ? "-" : "";
        return decimals == 0 ? sign + digits : $"{sign}{digits.AsSpan(0, digits.Length - decimals)}.{digits.AsSpan(digits.Length - decimals)}";
    }

    public static double Round(double value, int decimals)
    {
        // A double has at most 17 significant digits and lies above 1e-324: more decimals have no effect, and fewer give zero.
        if (!double.IsFinite(value) || decimals > 340)
            return value;
        if (decimals < -309)
            return Math.CopySign(0, value);

        var text = string.Create(CultureInfo.InvariantCulture, $"{Scale(Math.Abs(value), decimals)}E{-decimals}");
        return Math.CopySign(double.Parse(text, CultureInfo.InvariantCulture), value);
    }

    public static BigInteger Round(BigInteger value, int decimals)
    {
        if (decimals >= 0)
            return value;

        var power = (int)Math.Min(-(long)decimals, 5000);
        WorkMeter.Multiply(value.GetBitLength() + (4 * power), 4 * power);
        var unit = BigInteger.Pow(10, power);
        var rounded = DivideHalfEven(BigInteger.Abs(value), unit) * unit;
        return value.Sign < 0 ? -rounded : rounded;
    }

    private static BigInteger DivideHalfEven(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        var comparison = (remainder * 2).CompareTo(denominator);
        return comparison > 0 || (comparison == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
