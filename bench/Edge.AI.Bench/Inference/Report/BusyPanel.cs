using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Report;

/// <summary>The part of a chart that shows one request beside busy processes.</summary>
internal static class BusyPanel
{
    public static ChartPanel Of(ScenarioResult result)
    {
        var one = result.Rows.Where(row => row.Keys[1] == "1" && row.Values[0] is not null).ToList();
        return new(
            $"{result.Model}: generated tokens/s by busy processes",
            [.. one.Select(row => row.Keys[2]).Distinct(StringComparer.Ordinal)],
            [.. one.GroupBy(row => row.Keys[0], StringComparer.Ordinal).Select(level => new ChartGroup(level.Key, [.. level.Select(row => (row.Keys[2], row.Values[0]!))]))]);
    }
}
