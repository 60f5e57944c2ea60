using System.Globalization;

namespace Edge.AI.Grammars;

/// <summary>Writes the digits of all decimal numbers in a range, up to a number of digits and without exponents.</summary>
internal static class NumberDigits
{
    private const decimal Unbounded = 999_999_999_999_999_999;
    private const string AnyFraction = "(\".\" [0-9]{1,16})?";

    public static string Between(NumberBounds bounds)
    {
        var from = bounds.Least ?? Math.Min(-Unbounded, bounds.Most!.Value - Unbounded);
        var to = bounds.Most ?? Math.Max(Unbounded, from + Unbounded);
        List<string> parts = [];
        if (from < 0)
        {
            var (least, withoutLeast) = to < 0 ? (-to, bounds.WithoutMost) : (0, true); // "-0" belongs to the other side
            parts.Add($"\"-\" ({Magnitudes(least, withoutLeast, -from, bounds.WithoutLeast)})");
        }

        if (to > 0 || (to == 0 && !bounds.WithoutMost))
            parts.Add(Magnitudes(Math.Max(0, from), from >= 0 && bounds.WithoutLeast, to, bounds.WithoutMost));
        return string.Join(" | ", parts);
    }

    private static string Magnitudes(decimal from, bool withoutFrom, decimal to, bool withoutTo)
    {
        var (low, high) = (decimal.Floor(from), decimal.Floor(to));
        var (fromFraction, toFraction) = (FractionDigits.Of(from - low), FractionDigits.Of(to - high));
        if (low == high)
            return $"{Whole(low)} {FractionDigits.Between(fromFraction, withoutFrom, toFraction, withoutTo)}";

        List<string> parts = [$"{Whole(low)} {FractionDigits.AtLeast(fromFraction, withoutFrom)}"];
        if (low + 1 <= high - 1)
            parts.Add($"({IntegerDigits.NotNegative(low + 1, high - 1)}) {AnyFraction}");
        if (FractionDigits.AtMost(toFraction, withoutTo) is { } atMost)
            parts.Add($"{Whole(high)} {atMost}");
        return string.Join(" | ", parts);
    }

    private static string Whole(decimal number) => string.Create(CultureInfo.InvariantCulture, $"\"{number:0}\"");
}
