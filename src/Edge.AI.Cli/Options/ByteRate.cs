using System.CommandLine.Parsing;
using System.Globalization;

namespace Edge.AI.Cli.Options;

/// <summary>Parses a speed: <c>10MB/s</c>, <c>1.5 GiB/s</c>, <c>512KB</c>. Decimal units count by 1000, those with an i by 1024.</summary>
internal static class ByteRate
{
    private const long Lowest = 1024; // The lower limit of ProvisioningOptions.MaxBytesPerSecond.
    private const string Prefixes = "KMGT";

    public static long? Parse(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (Parse(text, out var rate) is not { } problem)
            return rate;

        result.AddError($"'{text}' is not a limit: {problem}");
        return null;
    }

    /// <returns>The problem with the text; null if it is a rate.</returns>
    public static string? Parse(string text, out long bytesPerSecond)
    {
        bytesPerSecond = 0;
        var amount = text.Trim();
        if (amount.EndsWith("/s", StringComparison.Ordinal))
            amount = amount[..^2];

        var unitAt = amount.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var unit = amount[unitAt..].Trim();
        if (unit.Length == 0)
            return "it needs a unit, as in 10MB/s.";
        if (!double.TryParse(amount.AsSpan(0, unitAt), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return "it must begin with a positive number, as in 1.5MB/s.";
        if (unit.EndsWith('b'))
            return "a lower-case b means bits. Use an upper-case B for bytes, as in 10MB/s.";
        if (FactorOf(unit) is not { } factor)
            return $"'{unit}' is not one of the units B, KB, MB, GB, TB, KiB, MiB, GiB and TiB.";

        var bytes = Math.Round(number * factor);
        if (bytes >= long.MaxValue)
            return "it is too large.";
        if (bytes < Lowest)
            return $"it is less than {Lowest} bytes a second.";

        bytesPerSecond = (long)bytes;
        return null;
    }

    private static double? FactorOf(string unit)
    {
        if (unit == "B")
            return 1;

        var isBinary = unit.EndsWith("iB", StringComparison.Ordinal);
        if (unit.Length != (isBinary ? 3 : 2) || unit[^1] != 'B' || Prefixes.IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal) is not (>= 0 and var power))
            return null;

        return Math.Pow(isBinary ? 1024 : 1000, power + 1);
    }
}
