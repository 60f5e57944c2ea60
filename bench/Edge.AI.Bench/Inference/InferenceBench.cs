using System.Diagnostics;
using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Models;
using Edge.AI.Bench.Inference.Report;
using Edge.AI.Bench.Inference.Scenarios;

namespace Edge.AI.Bench.Inference;

/// <summary>Measures the bare loop, our client and node-llama-cpp in turn, then the promises that concern only our client.</summary>
internal sealed class InferenceBench(InferenceBenchOptions options)
{
    private readonly InferencePlan _plan = options.Quick ? InferencePlan.Quick : InferencePlan.Full;
    private readonly Words _words = new();
    private readonly List<Figures> _rows = [];
    private readonly List<Ratio> _ratios = [];
    private string _modelPath = "";

    public static Task<int> RunAsync(InferenceBenchOptions options) => new InferenceBench(options).RunAsync();

    private async Task<int> RunAsync()
    {
        var clock = Stopwatch.StartNew();
        _modelPath = options.Model is { } file ? EndlessModel.InFolder(options.Folder, file) : RandomModel.InFolder(options.Folder, _plan.Shape);
        var name = options.Model is { } given ? Path.GetFileNameWithoutExtension(given) : _plan.Shape.Name;
        var withNode = options.NodeApi != "none" && options.Parts.Contains(InferenceBenchOptions.Throughput, StringComparer.Ordinal) && await NodePeer.InstallAsync();

        Console.WriteLine($"{name}, {Machine}; median (least … most)");
        await MeasureAsync(InferenceBenchOptions.Throughput, () => MeasureThroughputAsync(withNode));
        await MeasureAsync(InferenceBenchOptions.Turns, MeasureTurnsAsync);
        await MeasureAsync(InferenceBenchOptions.LongPrompt, MeasureLongPromptAsync);
        await MeasureAsync(InferenceBenchOptions.Unload, MeasureUnloadAsync);
        await MeasureAsync(InferenceBenchOptions.Growth, MeasureGrowthAsync);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"took {clock.Elapsed:mm\\:ss}"));
        if (options.Parts.Count == InferenceBenchOptions.All.Count)
            ReportFiles.Write(options.Results, new(name, Machine, _rows, _ratios));
        return 0;
    }

    private string Machine => string.Create(CultureInfo.InvariantCulture, $"{options.Threads} threads on {Environment.ProcessorCount} processors, {options.Rounds} rounds");

    /// <summary>Measures a part, if it was selected, and prints its ratios at once.</summary>
    private async Task MeasureAsync(string part, Func<Task<IReadOnlyList<Ratio>>> measure)
    {
        if (!options.Parts.Contains(part, StringComparer.Ordinal))
            return;

        var ratios = await measure();
        foreach (var line in ConsoleReport.RatioLines(ratios))
            Console.WriteLine(line);
        _ratios.AddRange(ratios);
    }

    private async Task<IReadOnlyList<Ratio>> MeasureThroughputAsync(bool withNode)
    {
        ConsoleReport.BeginRows();
        List<Ratio> ratios = [];
        foreach (var requests in options.Concurrency)
            ratios.AddRange(await MeasureThroughputAsync(requests, withNode));

        var ours = _rows.Where(row => row.Contestant == ContestantProcess.Client).ToList();
        if (ours.Find(row => row.Requests == 1) is { } one && ours.Find(row => row.Requests == 16) is { } sixteen)
            ratios.Add(new("scaling-16-vs-1", sixteen.Generation.Median / one.Generation.Median));

        ratios.Add(new("bytes-per-token", ours.Max(row => row.BytesPerToken!.Median)));
        return ratios;
    }

    private async Task<IEnumerable<Ratio>> MeasureThroughputAsync(int requests, bool withNode)
    {
        var setup = new Setup(_modelPath, requests, InferencePlan.ContextSize, _plan.BatchSize, options.Threads);
        await using var bare = await Contestant.StartAsync(ContestantProcess.Bare, setup);
        await using var client = await Contestant.StartAsync(ContestantProcess.Client, setup);
        await using var node = withNode ? await NodePeer.StartAsync(setup, options.NodeApi) : null;

        var throughput = new Throughput(_plan, _words, requests);
        var rows = await throughput.MeasureAsync(node is null ? [bare, client] : [bare, client, node], options.Rounds);
        ConsoleReport.Rows(rows);
        _rows.AddRange(rows);
        return throughput.Ratios();
    }

    private async Task<IReadOnlyList<Ratio>> MeasureTurnsAsync()
    {
        var turns = new Turns(_plan, _words);
        await using var client = await Contestant.StartAsync(ContestantProcess.Client, turns.Setup(_modelPath, options.Threads));
        return await turns.MeasureAsync(client, options.Rounds);
    }

    private async Task<IReadOnlyList<Ratio>> MeasureLongPromptAsync()
    {
        var longPrompt = new LongPrompt(_plan, _words);
        var setup = longPrompt.Setup(_modelPath, options.Threads);
        await using var bare = await Contestant.StartAsync(ContestantProcess.Bare, setup);
        await using var client = await Contestant.StartAsync(ContestantProcess.Client, setup);
        return await longPrompt.MeasureAsync(client, bare, Math.Min(options.Rounds, 2));
    }

    private async Task<IReadOnlyList<Ratio>> MeasureUnloadAsync()
    {
        var memory = new Memory(_plan, _words);
        await using var client = await Contestant.StartAsync(ContestantProcess.Client, memory.SetupForUnloading(_modelPath, options.Threads));
        return [await memory.UnloadAsync(client)];
    }

    private async Task<IReadOnlyList<Ratio>> MeasureGrowthAsync()
    {
        var memory = new Memory(_plan, _words);
        await using var client = await Contestant.StartAsync(ContestantProcess.Client, memory.SetupForGrowth(_modelPath, options.Threads));
        return await memory.GrowAsync(client);
    }
}
