using System.Diagnostics;
using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Models;
using Edge.AI.Bench.Inference.Report;
using Edge.AI.Bench.Inference.Scenarios;

namespace Edge.AI.Bench.Inference;

/// <summary>The bare loop, our client and node-llama-cpp in turn, then what is promised of our client alone.</summary>
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
        var withNode = options.NodeApi != "none" && await NodePeer.InstallAsync();

        ConsoleReport.Begin(name, Machine);
        foreach (var requests in options.Concurrency)
            await MeasureThroughputAsync(requests, withNode);
        if (_rows.Select(row => row.Requests).ToHashSet() is var measured && measured.Contains(1) && measured.Contains(16))
            _ratios.Add(new("scaling-16-vs-1", ClientGeneration(16) / ClientGeneration(1)));

        await MeasureTurnsAsync();
        await MeasureLongPromptAsync();
        await MeasureMemoryAsync();

        var result = new ModelResult(name, Machine, _rows, _ratios);
        ConsoleReport.End(result, clock.Elapsed);
        ReportFiles.Write(options.Results, result);
        return 0;
    }

    private string Machine => string.Create(CultureInfo.InvariantCulture, $"{options.Threads} threads on {Environment.ProcessorCount} processors, {options.Rounds} rounds");

    private async Task MeasureThroughputAsync(int requests, bool withNode)
    {
        var setup = new Setup(_modelPath, requests, InferencePlan.ContextSize, _plan.BatchSize, options.Threads);
        await using var bare = await Contestant.StartAsync(ContestantProcess.Bare, setup);
        await using var client = await Contestant.StartAsync(ContestantProcess.Client, setup);
        await using var node = withNode ? await NodePeer.StartAsync(setup, options.NodeApi) : null;

        var throughput = new Throughput(_plan, _words, requests);
        var rows = await throughput.MeasureAsync(node is null ? [bare, client] : [bare, client, node], options.Rounds);
        ConsoleReport.Rows(rows);
        _rows.AddRange(rows);
        _ratios.AddRange(throughput.Ratios());
    }

    private async Task MeasureTurnsAsync()
    {
        var turns = new Turns(_plan, _words);
        await using var client = await Contestant.StartAsync(ContestantProcess.Client, turns.Setup(_modelPath, options.Threads));
        _ratios.AddRange(await turns.MeasureAsync(client, options.Rounds));
    }

    private async Task MeasureLongPromptAsync()
    {
        var longPrompt = new LongPrompt(_plan, _words);
        var setup = longPrompt.Setup(_modelPath, options.Threads);
        await using var bare = await Contestant.StartAsync(ContestantProcess.Bare, setup);
        await using var client = await Contestant.StartAsync(ContestantProcess.Client, setup);
        _ratios.AddRange(await longPrompt.MeasureAsync(client, bare, Math.Min(options.Rounds, 2)));
    }

    private async Task MeasureMemoryAsync()
    {
        _ratios.Add(new("bytes-per-token", _rows.Where(row => row.Contestant == ContestantProcess.Client).Max(row => row.BytesPerToken!.Median)));

        var memory = new Memory(_plan, _words);
        await using (var unloading = await Contestant.StartAsync(ContestantProcess.Client, Memory.SetupForUnloading(_modelPath, _plan, options.Threads)))
            _ratios.Add(await memory.UnloadAsync(unloading));

        await using var growing = await Contestant.StartAsync(ContestantProcess.Client, Memory.SetupForGrowth(_modelPath, _plan, options.Threads));
        _ratios.AddRange(await memory.GrowAsync(growing));
    }

    private double ClientGeneration(int requests) =>
        _rows.Single(row => row.Contestant == ContestantProcess.Client && row.Requests == requests).Generation.Median;
}
