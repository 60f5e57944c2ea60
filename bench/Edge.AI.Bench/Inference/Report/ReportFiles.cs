using System.Text.Json;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Report;

/// <summary>
/// The files of a results folder. They keep the figures of every measured model, so a run with another model adds rows to the table
/// and does not replace it.
/// </summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(string folder, ModelResult result)
    {
        Directory.CreateDirectory(folder);
        var figures = Path.Combine(folder, "inference.json");
        var before = File.Exists(figures) ? JsonSerializer.Deserialize<List<ModelResult>>(File.ReadAllText(figures), Json)! : [];
        List<ModelResult> all = before.Exists(known => known.Model == result.Model)
            ? [.. before.Select(known => known.Model == result.Model ? result : known)]
            : [.. before, result];

        File.WriteAllText(figures, JsonSerializer.Serialize(all, Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "inference.md"), MarkdownReport.Of(all));
        File.WriteAllText(Path.Combine(folder, "inference.svg"), SvgChart.Of(all));
        Console.WriteLine($"Table and chart: {folder}");
    }
}
