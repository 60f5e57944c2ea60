using System.Globalization;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Report;

/// <summary>Prints results during a run: rows for people, and one ratio per line for scripts.</summary>
internal static class ConsoleReport
{
    public static void BeginRows() =>
        Console.WriteLine($"{"",-15} {"requests",8} {"prefill t/s",-22} {"generation t/s",-22} {"first token ms",-22} {"p95 gap ms",-22} {"bytes/token",11} {"peak MB",7}");

    public static void Rows(IEnumerable<Figures> rows)
    {
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Contestant,-15} {row.Requests,8} {Text(row.Prefill),-22} {Text(row.Generation),-22} {Text(row.TimeToFirst),-22} {Text(row.GapP95),-22} {row.BytesPerToken?.Median,11:0} {row.PeakMemory / 1e6,7:0}"));
        }
    }

    public static IEnumerable<string> RatioLines(IEnumerable<Ratio> ratios) =>
        ratios.Select(ratio => string.Create(CultureInfo.InvariantCulture, $"ratio {ratio.Name} {ratio.Value:0.000}"));

    private static string Text(Spread spread) => string.Create(CultureInfo.InvariantCulture, $"{spread.Median:0.0} ({spread.Least:0.0} … {spread.Most:0.0})");
}
