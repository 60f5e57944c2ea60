using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Edge.AI.Bench.Inference;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Report;

namespace Edge.AI.Bench.Cold;

/// <summary>Whole processes: the time from the start of samples/Chat to the first character of its answer. Several builds of it take turns.</summary>
internal sealed class ColdBench(IReadOnlyList<string> apps, string? model, int wanted)
{
    public const string Name = "cold";

    private const string Question = "What is the capital of France?";

    public static Command Command()
    {
        var apps = new Option<string[]>("--app")
        {
            Description = "Chat.dll or its executable; several builds are compared with the first one",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [ChatApp.Built],
        };
        var model = SharedOptions.ModelOrRandom();
        model.Description = "a GGUF file with a chat template, instead of edge-tiny";
        var (rounds, results) = (SharedOptions.Rounds(11), SharedOptions.Results());
        var command = new Command(Name, "From the start of samples/Chat to its first character.") { apps, model, rounds, results };
        command.SetAction(async (given, _) =>
            ScenarioReport.Write(given.GetValue(results), await new ColdBench(given.GetValue(apps)!, given.GetValue(model)?.FullName, given.GetValue(rounds)).MeasureAsync()));
        return command;
    }

    private async Task<ScenarioResult> MeasureAsync()
    {
        await using var installed = model is null ? null : await InstalledModel.InstallAsync(apps[0], model);
        foreach (var app in apps)
            await TimeAsync(app, installed); // brings its files into the page cache

        var rounds = await QuietRounds.OnThisMachine.RunAsync(wanted, round => MeasureAsync(installed, round));
        return new(
            Name,
            model is null ? "edge-tiny" : Path.GetFileNameWithoutExtension(model),
            string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {wanted} rounds"),
            DateOnly.FromDateTime(DateTime.UtcNow),
            ["app"],
            ["first character ms", "whole process ms"],
            [.. apps.Select((app, at) => new ScenarioRow([Label(at)], [Spread.Of([.. rounds.Values.Select(round => round[at].First)]), Spread.Of([.. rounds.Values.Select(round => round[at].Whole)])]))],
            [.. apps.Index().Skip(1).Select(app => new Ratio($"cold-{Label(app.Index)}-vs-{Label(0)}", rounds.Values.Select(round => round[app.Index].First / round[0].First).Median()))],
            [.. apps.Select((app, at) => $"{Label(at)} is {Path.GetFileName(app)}{(at == 0 ? "" : ", compared with app-1")}."), .. rounds.Remark is { } remark ? [remark] : Array.Empty<string>()]);
    }

    private static string Label(int at) => string.Create(CultureInfo.InvariantCulture, $"app-{at + 1}");

    private async Task<IReadOnlyList<(double First, double Whole)>> MeasureAsync(InstalledModel? installed, int round)
    {
        var times = new (double First, double Whole)[apps.Count];
        for (var turn = 0; turn < apps.Count; turn++)
        {
            var at = (turn + round) % apps.Count;
            times[at] = await TimeAsync(apps[at], installed);
        }

        return times;
    }

    private static async Task<(double First, double Whole)> TimeAsync(string app, InstalledModel? installed)
    {
        var start = ChatApp.Start(app, [.. installed?.Arguments ?? [], Question]);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var read = await process.StandardOutput.BaseStream.ReadAsync(new byte[1]);
        var first = clock.Elapsed.TotalMilliseconds;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return read == 1 && process.ExitCode == 0
            ? (first, clock.Elapsed.TotalMilliseconds)
            : throw new InvalidOperationException($"'{app}' did not answer: {ProcessEnd.Describe(process.ExitCode, [])}.");
    }
}
