using System.CommandLine;
using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Models;
using Edge.AI.Bench.Inference.Report;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>
/// Generation beside other processes that compute: our client with threads that adapt, with each fixed number of threads, and LLamaSharp's with all cores.
/// Each request runs for some seconds. Generation is counted from the second second on, because threads may adapt in the first one, and after the prompts.
/// </summary>
internal sealed class BusyMachine(BenchModel model, InferencePlan plan, IReadOnlyList<int> levels, IReadOnlyList<int> concurrency, double seconds, int wanted)
{
    public const string Name = "busy";

    private const string Adaptive = "adaptive";
    private const int ShortPrompt = 16, Settling = 1000, MostTokens = InferencePlan.ContextSize - 256;

    private readonly Words _words = new();
    private readonly List<ScenarioRow> _rows = [];
    private readonly List<Ratio> _ratios = [];
    private readonly List<string> _remarks = [];

    public static Command Command()
    {
        var model = SharedOptions.ModelOrRandom();
        var levels = new Option<string>("--levels") { Description = "numbers of busy processes", DefaultValueFactory = _ => "0,1,2,3" };
        var concurrency = new Option<string>("--concurrency") { Description = "numbers of concurrent requests", DefaultValueFactory = _ => "1,4" };
        var seconds = new Option<double>("--seconds") { Description = "length of a request", DefaultValueFactory = _ => 6 };
        var (rounds, folder, results) = (SharedOptions.Rounds(5), SharedOptions.Folder(), SharedOptions.Results());
        var command = new Command(Name, "Generation beside busy processes: adaptive threads, fixed threads and LLamaSharp.") { model, levels, concurrency, seconds, rounds, folder, results };
        command.SetAction(async (given, _) =>
        {
            var prepared = BenchModel.Prepare(given.GetValue(model)?.FullName, given.GetValue(folder)!, InferencePlan.Full);
            var scenario = new BusyMachine(
                prepared, InferencePlan.Full, Numbers(given.GetValue(levels)!), Numbers(given.GetValue(concurrency)!), given.GetValue(seconds), given.GetValue(rounds));
            ScenarioReport.Write(given.GetValue(results), await scenario.MeasureAsync());
        });
        return command;
    }

    private static IReadOnlyList<int> FixedThreads { get; } = [.. Enumerable.Range(1, Environment.ProcessorCount)];

    private async Task<ScenarioResult> MeasureAsync()
    {
        foreach (var requests in concurrency)
        {
            await using var field = await StartAsync(requests);
            await field.AskAsync(0, Request(requests)); // warms up
            foreach (var level in levels)
                await MeasureAsync(field, requests, level);
            _remarks.AddRange(field.Ends.Select(end => string.Create(CultureInfo.InvariantCulture, $"{requests} requests: {end}")));
        }

        return new(
            Name,
            model.Name,
            string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {wanted} rounds of {seconds} s"),
            DateOnly.FromDateTime(DateTime.UtcNow),
            ["busy processes", "requests", "contestant"],
            ["generation tokens/s", "first token ms"],
            _rows,
            _ratios,
            _remarks);
    }

    private async Task<Field> StartAsync(int requests)
    {
        var setup = new Setup(model.Path, requests, InferencePlan.ContextSize, plan.BatchSize, Threads: null);
        List<Contestant> contestants = [await Contestant.StartAsync(Adaptive, ContestantKind.Client, setup)];
        foreach (var threads in FixedThreads)
            contestants.Add(await Contestant.StartAsync(Fixed(threads), ContestantKind.Client, setup with { Threads = threads }));
        contestants.Add(await LLamaSharpPeer.StartAsync(setup with { Threads = Environment.ProcessorCount }));
        return new(contestants);
    }

    private async Task MeasureAsync(Field field, int requests, int level)
    {
        using var busy = BusyProcesses.Start(level);
        Console.WriteLine($"{requests} requests, {level} busy processes");
        var rounds = await QuietRounds.OnThisMachine.RunAsync(wanted, round => field.AskAsync(round, Request(requests)));

        string[] keys = [Text(level), Text(requests)];
        _rows.AddRange(field.Running.Select(contestant => new ScenarioRow([.. keys, contestant.Name], [rounds.Values.Spread(contestant.Name, Rate), rounds.Values.Spread(contestant.Name, FirstToken)])));
        var best = FixedThreads.Select(Fixed).MaxBy(name => rounds.Values.Spread(name, Rate)?.Median ?? 0)!;
        var soonest = FixedThreads.Select(Fixed).MinBy(name => rounds.Values.Spread(name, FirstToken)?.Median ?? double.MaxValue)!;
        var prefix = $"busy-{level}-requests-{requests}";
        Add($"{prefix}-adaptive-vs-best-fixed", Adaptive, best, Rate);
        Add($"{prefix}-all-cores-vs-best-fixed", Fixed(FixedThreads[^1]), best, Rate);
        Add($"{prefix}-adaptive-vs-all-cores", Adaptive, Fixed(FixedThreads[^1]), Rate);
        Add($"{prefix}-adaptive-vs-llamasharp", Adaptive, LLamaSharpPeer.Name, Rate);
        Add($"{prefix}-first-token-adaptive-vs-best-fixed", Adaptive, soonest, FirstToken);
        if (rounds.Remark is { } remark)
            _remarks.Add($"{level} busy processes, {requests} requests: {remark}");

        void Add(string name, string ours, string theirs, Func<WorkDone, double> figure)
        {
            if (rounds.Values.Ratio(ours, theirs, figure) is { } ratio)
                _ratios.Add(new(name, ratio));
        }
    }

    private double Rate(WorkDone done) => Reading.RateBetween(done, Settling, seconds * 1000, MostTokens);

    private double FirstToken(WorkDone done) => Reading.TimeToFirst(done, seconds * 1000);

    private Work Request(int requests) =>
        Work.Same(requests, () => new([_words.Text(ShortPrompt)], MostTokens, _words.NextSeed())) with { Seconds = seconds };

    private static string Fixed(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int[] Numbers(string list) => [.. list.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
