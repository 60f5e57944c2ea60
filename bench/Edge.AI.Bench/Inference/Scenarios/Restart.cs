using System.CommandLine;
using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Models;
using Edge.AI.Bench.Inference.Report;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>
/// The first token after a restart, for requests with a long system prompt: with prompts kept on disk and without. Each measurement is a new process.
/// The first request also loads the model; "model loaded" asks after another request, so that only the prompt is compared.
/// </summary>
internal sealed class Restart(BenchModel model, int systemTokens, int threads, int wanted)
{
    public const string Name = "restart";

    private const string With = "with prompt cache", Without = "without";

    private readonly Words _words = new();
    private readonly string _cache = Directory.CreateTempSubdirectory("edge-ai-bench-prompts-").FullName;

    public static Command Command()
    {
        var model = SharedOptions.ModelOrRandom();
        var tokens = new Option<int>("--system-tokens") { Description = "length of the system prompt, about", DefaultValueFactory = _ => 1500 };
        var threads = new Option<int>("--threads") { Description = "compute threads", DefaultValueFactory = _ => Environment.ProcessorCount };
        var (rounds, folder, results) = (SharedOptions.Rounds(5), SharedOptions.Folder(), SharedOptions.Results());
        var command = new Command(Name, "The first token after a restart, with a long system prompt.") { model, tokens, threads, rounds, folder, results };
        command.SetAction(async (given, _) =>
        {
            var prepared = BenchModel.Prepare(given.GetValue(model)?.FullName, given.GetValue(folder)!, InferencePlan.Full);
            ScenarioReport.Write(given.GetValue(results), await new Restart(prepared, given.GetValue(tokens), given.GetValue(threads), given.GetValue(rounds)).MeasureAsync());
        });
        return command;
    }

    private async Task<ScenarioResult> MeasureAsync()
    {
        try
        {
            var system = await SystemPromptAsync();
            await FillCacheAsync(system);
            var rounds = await QuietRounds.OnThisMachine.RunAsync(wanted, round => MeasureAsync(system, round));
            var (firsts, loaded) = (rounds.Values.Select(round => round.First).ToList(), rounds.Values.Select(round => round.Loaded).ToList());
            return new(
                Name,
                model.Name,
                string.Create(CultureInfo.InvariantCulture, $"{threads} threads on {Environment.ProcessorCount} processors, {wanted} rounds, {firsts[0][Without].Answers[0].PromptTokens} prompt tokens"),
                DateOnly.FromDateTime(DateTime.UtcNow),
                ["contestant"],
                ["first token ms of the first request", "first token ms, model loaded", "cached tokens"],
                [.. new[] { With, Without }.Select(name => new ScenarioRow([name], [firsts.Spread(name, Reading.TimeToFirst), loaded.Spread(name, Reading.TimeToFirst), firsts.Spread(name, done => done.Answers[0].CachedTokens)]))],
                [new("restart-first-request", firsts.Ratio(With, Without, Reading.TimeToFirst)!.Value), new("restart-model-loaded", loaded.Ratio(With, Without, Reading.TimeToFirst)!.Value)],
                [.. rounds.Remark is { } remark ? [remark] : Array.Empty<string>()]);
        }
        finally
        {
            Directory.Delete(_cache, recursive: true);
        }
    }

    /// <summary>Words that the model reads as about so many tokens.</summary>
    private async Task<string> SystemPromptAsync()
    {
        await using var client = await StartAsync(Without);
        var fit = await PromptFit.MeasureAsync(client, _words);
        return _words.Text(fit.WordsFor(systemTokens));
    }

    /// <summary>A first life of the process: the client writes the state of the system prompt when it has nothing else to do.</summary>
    private async Task FillCacheAsync(string system)
    {
        await using var client = await StartAsync(With);
        for (var request = 0; request < 3; request++)
            await client.RunAsync(Request(system));
        for (var attempt = 0; attempt < 100 && !Directory.EnumerateFiles(_cache, "*", SearchOption.AllDirectories).Any(); attempt++)
            await Task.Delay(100);
    }

    private async Task<(IReadOnlyDictionary<string, WorkDone> First, IReadOnlyDictionary<string, WorkDone> Loaded)> MeasureAsync(string system, int round)
    {
        string[] order = round % 2 == 0 ? [With, Without] : [Without, With];
        var (firsts, loaded) = (new Dictionary<string, WorkDone>(StringComparer.Ordinal), new Dictionary<string, WorkDone>(StringComparer.Ordinal));
        foreach (var name in order)
        {
            await using var client = await StartAsync(name);
            firsts[name] = await client.RunAsync(Request(system));
        }

        foreach (var name in order)
        {
            await using var client = await StartAsync(name);
            await client.RunAsync(new([new([_words.Text(4)], Tokens: 1, _words.NextSeed())], AtOnce: 1));
            loaded[name] = await client.RunAsync(Request(system));
        }

        return (firsts, loaded);
    }

    private Work Request(string system) => new([new([_words.Text(8)], Tokens: 4, _words.NextSeed(), System: system)], AtOnce: 1);

    private Task<Contestant> StartAsync(string name) => Contestant.StartAsync(
        name,
        ContestantKind.Client,
        new(model.Path, Sequences: 1, ContextSize: systemTokens * 2 + 512, BatchSize: 512, threads, PromptCacheFolder: name == With ? _cache : null));
}
