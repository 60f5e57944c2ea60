using System.Diagnostics;
using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Models;
using Edge.AI.Bench.Inference.Report;
using Edge.AI.Bench.Inference.Scenarios;

namespace Edge.AI.Bench.Inference;

/// <summary>Measures the bare loop, our client and the peers in turn, then the promises that concern only our client.</summary>
internal sealed class InferenceBench(InferenceBenchOptions options)
{
    private readonly InferencePlan _plan = options.Quick ? InferencePlan.Quick : InferencePlan.Full;
    private readonly Words _words = new();
    private readonly string? _runtime = RuntimeChoice.FolderOf(options.Runtime);
    private readonly List<Figures> _rows = [];
    private readonly List<Ratio> _ratios = [];
    private readonly List<string> _remarks = [];
    private string _modelPath = "";

    public static Task<int> RunAsync(InferenceBenchOptions options) => new InferenceBench(options).RunAsync();

    private async Task<int> RunAsync()
    {
        var clock = Stopwatch.StartNew();
        (var name, _modelPath) = BenchModel.Prepare(options.Model, options.Folder, _plan);
        var withNode = options.NodeApi != "none" && options.Parts.Contains(InferenceBenchOptions.Throughput, StringComparer.Ordinal) && await NodePeer.InstallAsync();

        Console.WriteLine($"{name}, {Machine}; median (least … most)");
        using var busy = BusyProcesses.Start(options.Busy);
        await MeasureAsync(InferenceBenchOptions.Throughput, () => MeasureThroughputAsync(withNode));
        await MeasureAsync(InferenceBenchOptions.Scaling, MeasureScalingAsync);
        await MeasureAsync(InferenceBenchOptions.Turns, MeasureTurnsAsync);
        await MeasureAsync(InferenceBenchOptions.LongPrompt, MeasureLongPromptAsync);
        await MeasureAsync(InferenceBenchOptions.Unload, MeasureUnloadAsync);
        await MeasureAsync(InferenceBenchOptions.Growth, MeasureGrowthAsync);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"took {clock.Elapsed:mm\\:ss}"));
        if (options.Parts.Count == InferenceBenchOptions.All.Count)
            ReportFiles.Write(options.Results, new(name, Machine, _rows, _ratios, _remarks));
        return 0;
    }

    private string Machine => string.Create(
        CultureInfo.InvariantCulture,
        $"{options.Threads} threads on {Environment.ProcessorCount} processors, {options.Rounds} rounds{(options.Busy == 0 ? "" : $", {options.Busy} busy processes")}{(options.Runtime is null ? "" : $", runtime {options.Runtime}")}");

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

        ratios.Add(new("bytes-per-token", _rows.Where(row => row.Contestant == ContestantKind.Client).Max(row => row.BytesPerToken!.Median)));
        return ratios;
    }

    private async Task<IEnumerable<Ratio>> MeasureThroughputAsync(int requests, bool withNode)
    {
        var setup = SetupFor(requests);
        List<Contestant> contestants = [await Contestant.StartAsync(ContestantKind.Bare, ContestantKind.Bare, setup), await ClientAsync(setup)];
        if (withNode)
            contestants.Add(await NodePeer.StartAsync(setup, options.NodeApi));
        if (options.LLamaSharpApi != "none")
            contestants.Add(await LLamaSharpPeer.StartAsync(setup));
        if (options.LlamaServer is { } server)
            contestants.Add(await Contestant.StartAsync(ContestantKind.LlamaServer, ContestantKind.LlamaServer, setup with { Server = server }));

        await using var field = new Field(contestants);
        var throughput = new Throughput(_plan, _words, requests);
        var (rows, remark) = await throughput.MeasureAsync(field, options.Rounds);
        ConsoleReport.Rows(rows);
        _rows.AddRange(rows);
        Remark(string.Create(CultureInfo.InvariantCulture, $"{requests} requests"), [remark, .. field.Ends]);
        return throughput.Ratios();
    }

    private async Task<IReadOnlyList<Ratio>> MeasureScalingAsync()
    {
        await using var field = await Scaling.StartAsync(options.Concurrency, SetupFor);
        return Remarked("scaling", await new Scaling(_plan, _words, options.Concurrency).MeasureAsync(field, options.Rounds));
    }

    private async Task<IReadOnlyList<Ratio>> MeasureTurnsAsync()
    {
        var turns = new Turns(_plan, _words);
        var setup = turns.Setup(_modelPath, options.Threads, _runtime);
        List<Contestant> contestants = [await ClientAsync(setup)];
        if (options.LLamaSharpApi != "none")
            contestants.Add(await LLamaSharpPeer.StartAsync(setup));

        await using var field = new Field(contestants);
        return Remarked("turns", await turns.MeasureAsync(field, options.Rounds));
    }

    private async Task<IReadOnlyList<Ratio>> MeasureLongPromptAsync()
    {
        var longPrompt = new LongPrompt(_plan, _words);
        var setup = longPrompt.Setup(_modelPath, options.Threads, _runtime);
        await using var bare = await Contestant.StartAsync(ContestantKind.Bare, ContestantKind.Bare, setup);
        await using var client = await ClientAsync(setup);
        return Remarked("long prompt", await longPrompt.MeasureAsync(client, bare, Math.Min(options.Rounds, 2)));
    }

    private async Task<IReadOnlyList<Ratio>> MeasureUnloadAsync()
    {
        var memory = new Memory(_plan, _words);
        await using var client = await ClientAsync(memory.SetupForUnloading(_modelPath, options.Threads, _runtime));
        return [await memory.UnloadAsync(client)];
    }

    private async Task<IReadOnlyList<Ratio>> MeasureGrowthAsync()
    {
        var memory = new Memory(_plan, _words);
        await using var client = await ClientAsync(memory.SetupForGrowth(_modelPath, options.Threads, _runtime));
        return await memory.GrowAsync(client);
    }

    private Setup SetupFor(int requests) => new(_modelPath, requests, InferencePlan.ContextSize, _plan.BatchSize, options.Threads, _runtime);

    private static Task<Contestant> ClientAsync(Setup setup) => Contestant.StartAsync(ContestantKind.Client, ContestantKind.Client, setup);

    private IReadOnlyList<Ratio> Remarked(string part, (IReadOnlyList<Ratio> Ratios, string? Remark) measured)
    {
        Remark(part, [measured.Remark]);
        return measured.Ratios;
    }

    private void Remark(string part, IEnumerable<string?> remarks)
    {
        foreach (var remark in remarks.OfType<string>())
        {
            _remarks.Add($"{part}: {remark}");
            Console.WriteLine($"  {part}: {remark}");
        }
    }
}
