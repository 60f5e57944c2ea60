using System.Globalization;

namespace Edge.AI.Grammars;

/// <summary>Writes the digits of exactly the integers in a range.</summary>
internal static class IntegerDigits
{
    /// <summary>The value for a missing bound. It limits a number to 18 digits.</summary>
    private const decimal Unbounded = 999_999_999_999_999_999;

    public static string Between(decimal? least, decimal? most)
    {
        var from = least ?? Math.Min(-Unbounded, most!.Value - Unbounded);
        var to = most ?? Math.Max(Unbounded, from + Unbounded);
        List<string> parts = [];
        if (from < 0)
            parts.Add($"\"-\" ({NotNegative(Math.Max(1, -to), -from)})");
        if (to >= 0)
            parts.Add(NotNegative(Math.Max(0, from), to));
        return string.Join(" | ", parts);
    }

    /// <summary>The integers of a range that are not negative, with one alternative for each number of digits.</summary>
    public static string NotNegative(decimal from, decimal to)
    {
        var (first, last) = (Digits(from), Digits(to));
        return string.Join(" | ", Enumerable.Range(first.Length, last.Length - first.Length + 1).Select(length => SameLength(
            length == first.Length ? first : "1" + new string('0', length - 1),
            length == last.Length ? last : new string('9', length))));
    }

    public static string AnyDigits(int count) => count switch
    {
        0 => "",
        1 => "[0-9]",
        _ => string.Create(CultureInfo.InvariantCulture, $"[0-9]{{{count}}}"),
    };

    public static string OneOf(char first, char last) => first == last ? $"\"{first}\"" : $"[{first}-{last}]";

    private static string SameLength(string from, string to)
    {
        var rest = from.Length - 1;
        if (rest < 0)
            return "";
        if (from[0] == to[0])
            return rest == 0 ? OneOf(from[0], from[0]) : $"\"{from[0]}\" {SameLength(from[1..], to[1..])}";

        // If all following digits are allowed, the first digit needs no alternative of its own.
        var (first, last) = (from[0], to[0]);
        List<string> parts = [];
        if (from.AsSpan(1).ContainsAnyExcept('0'))
            parts.Add($"\"{first++}\" {SameLength(from[1..], new('9', rest))}");
        var lastIsWhole = !to.AsSpan(1).ContainsAnyExcept('9');
        if (!lastIsWhole)
            last--;
        if (first <= last)
            parts.Add($"{OneOf(first, last)} {AnyDigits(rest)}");
        if (!lastIsWhole)
            parts.Add($"\"{to[0]}\" {SameLength(new('0', rest), to[1..])}");
        return parts.Count == 1 ? parts[0] : $"({string.Join(" | ", parts)})";
    }

    private static string Digits(decimal number) => number.ToString("0", CultureInfo.InvariantCulture);
}
