using System.Globalization;

namespace Edge.AI.Grammars;

/// <summary>
/// The digits after the decimal point, in a range. A fraction is given as its digits, without zeros at the end; the empty text is 0.
/// </summary>
internal static class FractionDigits
{
    private const string Any = "[0-9]{0,15}";
    private const string Zeros = "\"0\"{0,8}";
    private const string MoreThanZero = "\"0\"{0,8} [1-9] [0-9]{0,8}";

    public static string Of(decimal fraction) => fraction == 0 ? "" : fraction.ToString("0.############################", CultureInfo.InvariantCulture)[2..];

    public static string AtLeast(string from, bool without) =>
        from.Length == 0 && !without ? "(\".\" [0-9]{1,16})?" : $"\".\" ({Above(from, without)})";

    /// <summary>Null if there is none, because it would be below 0.</summary>
    public static string? AtMost(string to, bool without) =>
        to.Length == 0
            ? without ? null : "(\".\" \"0\"{1,8})?"
            : $"(\".\" ({Below(to, without)}))?";

    /// <summary>Digits between two fractions. The first is smaller, or both are equal and included.</summary>
    public static string Between(string from, bool withoutFrom, string to, bool withoutTo)
    {
        var length = Math.Max(from.Length, to.Length);
        if (length == 0)
            return "(\".\" \"0\"{1,8})?";

        var digits = $"\".\" ({Inside(from.PadRight(length, '0'), withoutFrom, to.PadRight(length, '0'), withoutTo)})";
        return from.Length == 0 && !withoutFrom ? $"({digits})?" : digits;
    }

    private static string Inside(string from, bool withoutFrom, string to, bool withoutTo)
    {
        if (from.Length == 0)
            return Zeros;

        var (low, high) = (from[0], to[0]);
        if (low == high)
            return $"\"{low}\" {Group(Inside(from[1..], withoutFrom, to[1..], withoutTo))}";

        List<string> parts = [$"\"{low}\" {Group(Above(from[1..], withoutFrom))}"];
        if (low + 1 < high)
            parts.Add($"{IntegerDigits.OneOf((char)(low + 1), (char)(high - 1))} {Any}");
        if (Below(to[1..].TrimEnd('0'), withoutTo) is { Length: > 0 } below)
            parts.Add($"\"{high}\" {Group(below)}{(to.Length > 1 ? "?" : "")}");
        return string.Join(" | ", parts);
    }

    /// <summary>Digits that make at least this fraction, or more than it.</summary>
    private static string Above(string from, bool without)
    {
        if (from.AsSpan().TrimEnd('0').Length == 0)
            return without ? MoreThanZero : Any;

        var first = $"\"{from[0]}\" {Group(Above(from[1..], without))}";
        return from[0] == '9' ? first : $"{first} | {IntegerDigits.OneOf((char)(from[0] + 1), '9')} {Any}";
    }

    /// <summary>Digits that make at most this fraction, or less than it; empty if there are none.</summary>
    private static string Below(string to, bool without)
    {
        if (to.Length == 0)
            return without ? "" : Zeros;

        List<string> parts = [];
        if (to[0] > '0')
            parts.Add($"{IntegerDigits.OneOf('0', (char)(to[0] - 1))} {Any}");
        if (Below(to[1..], without) is { Length: > 0 } rest)
            parts.Add($"\"{to[0]}\" {Group(rest)}{(to.Length > 1 ? "?" : "")}");
        return string.Join(" | ", parts);
    }

    private static string Group(string alternatives) => alternatives.Length == 0 ? "" : $"({alternatives})";
}
