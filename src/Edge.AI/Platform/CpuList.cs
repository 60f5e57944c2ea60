using System.Globalization;

namespace Edge.AI.Platform;

/// <summary>Parses the kernel's notation for sets of processors: <c>0-3,8,10-11</c>.</summary>
internal static class CpuList
{
    public static IEnumerable<int> Parse(string list)
    {
        foreach (var range in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            for (var processor = first; processor <= int.Parse(ends[^1], CultureInfo.InvariantCulture); processor++)
                yield return processor;
        }
    }
}
