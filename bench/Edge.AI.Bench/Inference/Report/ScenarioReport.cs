using System.Globalization;
using System.Text;
using System.Text.Json;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Report;

/// <summary>Prints the results of a command, and keeps them in a file of the results folder, one for each command, with the figures of every measured model.</summary>
internal static class ScenarioReport
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="results">The folder; null to print only.</param>
    /// <param name="result">The results.</param>
    public static void Write(string? results, ScenarioResult result)
    {
        Console.Write(Markdown(result));
        if (results is null)
            return;

        Directory.CreateDirectory(results);
        var path = PathOf(results, result.Scenario);
        List<ScenarioResult> all = [.. Read(results, result.Scenario).Where(known => known.Model != result.Model), result];
        File.WriteAllText(path, JsonSerializer.Serialize(all, s_json) + "\n");
        Console.WriteLine($"Figures: {path}");
    }

    public static IReadOnlyList<ScenarioResult> Read(string results, string scenario) =>
        PathOf(results, scenario) is var path && File.Exists(path) ? JsonSerializer.Deserialize<List<ScenarioResult>>(File.ReadAllText(path), s_json)! : [];

    /// <summary>The table, then the ratios, one per line, then the remarks.</summary>
    public static string Markdown(ScenarioResult result)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{result.Model}, {result.Machine}, {result.Date:yyyy-MM-dd}\n\n"));
        text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", result.Keys.Concat(result.Values))} |\n|{string.Concat(result.Keys.Select(_ => "---|"))}{string.Concat(result.Values.Select(_ => "--:|"))}\n");
        foreach (var row in result.Rows)
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Keys.Concat(row.Values.Select(Cell)))} |\n");

        text.Append("\n```\n");
        foreach (var line in ConsoleReport.RatioLines(result.Ratios))
            text.Append(line).Append('\n');
        text.Append("```\n");
        foreach (var remark in result.Remarks)
            text.Append(CultureInfo.InvariantCulture, $"\n- {remark}\n");
        return text.ToString();
    }

    private static string PathOf(string results, string scenario) => Path.Combine(results, $"{scenario}.json");

    private static string Cell(Spread? spread) => spread is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{spread.Median:0.0} ({spread.Least:0.0}–{spread.Most:0.0})");
}
