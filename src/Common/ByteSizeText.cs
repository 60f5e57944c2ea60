using System.Globalization;

namespace Edge.AI.Common;

/// <summary>Sizes as people read them: decimal units, as disks and download pages have them.</summary>
internal static class ByteSizeText
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

    public static string Of(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (Math.Abs(value) >= 999.95 && unit < Units.Length - 1)
            (value, unit) = (value / 1000, unit + 1);

        return $"{value.ToString("0.#", CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
