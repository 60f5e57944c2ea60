using System.Globalization;
using System.Text;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Report;

/// <summary>Writes all models into one table, and their ratios side by side.</summary>
internal static class MarkdownReport
{
    public static string Of(IReadOnlyList<ModelResult> results)
    {
        var text = new StringBuilder("# Inference benchmark\n\nMedians, and in brackets the minimum and maximum of all rounds. [How to read it](../README.md).\n\n");
        foreach (var result in results)
            text.Append(CultureInfo.InvariantCulture, $"- {result.Model}: {result.Machine}\n");

        text.Append("\n| model | contestant | requests | prefill tokens/s | generation tokens/s | first token ms | p95 gap ms | managed bytes/token | peak MB |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var (result, row) in results.SelectMany(result => result.Rows.Select(row => (result, row))))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {result.Model} | {row.Contestant} | {row.Requests} | {Cell(row.Prefill)} | {Cell(row.Generation)} | {Cell(row.TimeToFirst)} | {Cell(row.GapP95)} | {row.BytesPerToken?.Median:0} | {row.PeakMemory / 1e6:0} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n| ratio | {string.Join(" | ", results.Select(result => result.Model))} |\n|---|{string.Concat(results.Select(_ => "--:|"))}\n");
        foreach (var name in results.SelectMany(result => result.Ratios).Select(ratio => ratio.Name).Distinct(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", results.Select(result => Cell(result, name)))} |\n");

        foreach (var (result, remark) in results.SelectMany(result => (result.Remarks ?? []).Select(remark => (result, remark))))
            text.Append(CultureInfo.InvariantCulture, $"\n{result.Model}, {remark}\n");

        return text.ToString();
    }

    private static string Cell(Spread spread) => string.Create(CultureInfo.InvariantCulture, $"{spread.Median:0.0} ({spread.Least:0.0}–{spread.Most:0.0})");

    private static string Cell(ModelResult result, string name) =>
        result.Ratios.FirstOrDefault(ratio => ratio.Name == name)?.Value.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
