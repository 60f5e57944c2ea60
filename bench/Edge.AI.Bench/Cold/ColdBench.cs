using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Edge.AI.Bench.Inference;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Report;

namespace Edge.AI.Bench.Cold;

/// <summary>
/// Whole processes: the time from the start of samples/Chat to the first character of its answer, and with edge-tiny, which always answers the same, to its end. Several builds of it
/// take turns.
/// </summary>
internal sealed class ColdBench(IReadOnlyList<ChatApp> apps, string? model, int wanted)
{
    public const string Name = "cold";

    private const string Question = "What is the capital of France?";

    public static Command Command()
    {
        var apps = new Option<string[]>("--app")
        {
            Description = "Chat.dll or its executable, as NAME=PATH; several builds are compared with the first one",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [$"as built={ChatApp.Built}"],
        };
        var model = SharedOptions.ModelOrRandom();
        model.Description = "a GGUF file with a chat template, instead of edge-tiny";
        var (rounds, results) = (SharedOptions.Rounds(11), SharedOptions.Results());
        var command = new Command(Name, "From the start of samples/Chat to its first character.") { apps, model, rounds, results };
        command.SetAction(async (given, _) =>
            ScenarioReport.Write(given.GetValue(results), await new ColdBench([.. given.GetValue(apps)!.Select(ChatApp.Parse)], given.GetValue(model)?.FullName, given.GetValue(rounds)).MeasureAsync()));
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
            EndsAlike ? ["first character ms", "whole process ms"] : ["first character ms"],
            [.. apps.Select((app, at) => new ScenarioRow([app.Name], Spreads([.. rounds.Values.Select(round => round[at])])))],
            [.. apps.Index().Skip(1).Select(app => new Ratio($"cold-{app.Item.Name.Replace(' ', '-')}", rounds.Values.Select(round => round[app.Index].First / round[0].First).Median()))],
            rounds.Remark is { } remark ? [remark] : []);
    }

    private bool EndsAlike => model is null;

    private IReadOnlyList<Spread> Spreads(IReadOnlyList<(double First, double Whole)> times)
    {
        var first = Spread.Of([.. times.Select(time => time.First)]);
        return EndsAlike ? [first, Spread.Of([.. times.Select(time => time.Whole)])] : [first];
    }

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

    private async Task<(double First, double Whole)> TimeAsync(ChatApp app, InstalledModel? installed)
    {
        var start = app.Start([.. installed?.Arguments ?? [], Question]);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var read = await process.StandardOutput.BaseStream.ReadAsync(new byte[1]);
        var first = clock.Elapsed.TotalMilliseconds;
        if (read == 1 && !EndsAlike)
            process.Kill();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return read == 1 && (process.ExitCode == 0 || !EndsAlike)
            ? (first, clock.Elapsed.TotalMilliseconds)
            : throw new InvalidOperationException($"'{app.Path}' did not answer: {ProcessEnd.Describe(process.ExitCode, [])}.");
    }
}
