using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Edge.AI.Bench.Inference;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Report;
using Microsoft.Extensions.AI;

namespace Edge.AI.Bench.Embedding;

/// <summary>Texts in one call, in calls one after the other, in calls at the same time, and with LLamaSharp's embedder, which takes one text at a time. They take turns in every round.</summary>
internal sealed class EmbeddingBench(string model, int count, int threads, int? batch, int wanted)
{
    public const string Name = "embeddings";

    private const string Together = "one call", Each = "calls one after the other", AtOnce = "calls at the same time", Peer = "LLamaSharp";

    private static readonly string[] Who = ["A man", "A woman", "A monkey", "Someone", "The child", "Two men", "A dog", "The chef"];
    private static readonly string[] What = ["is eating food", "is playing the guitar", "rides a white horse", "pushes a cart through the woods", "watches the rain", "cuts an onion", "reads the newspaper", "runs across the field"];

    private readonly IReadOnlyList<string> _texts = [.. Enumerable.Range(0, count).Select(number => $"{Who[number % Who.Length]} {What[number / Who.Length % What.Length]}.")];

    public static Command Command()
    {
        var model = SharedOptions.Model();
        model.Description = "a GGUF file of an embedding model";
        var texts = new Option<int>("--texts") { Description = "number of texts", DefaultValueFactory = _ => 64 };
        var threads = new Option<int>("--threads") { Description = "compute threads", DefaultValueFactory = _ => Environment.ProcessorCount };
        var batch = new Option<int?>("--batch") { Description = "tokens that are computed together (default: that of the library)" };
        var (rounds, results) = (SharedOptions.Rounds(7), SharedOptions.Results());
        var command = new Command(Name, "Texts per second of an embedding model.") { model, texts, threads, batch, rounds, results };
        command.SetAction(async (given, _) => ScenarioReport.Write(
            given.GetValue(results),
            await new EmbeddingBench(given.GetValue(model)!.FullName, given.GetValue(texts), given.GetValue(threads), given.GetValue(batch), given.GetValue(rounds)).MeasureAsync()));
        return command;
    }

    private async Task<ScenarioResult> MeasureAsync()
    {
        await using var generator = EdgeEmbeddingGenerator.Create(EdgeModel.FromFile(model), Options());
        await using var peer = new EmbeddingPeer();
        var contestants = new Dictionary<string, Func<Task<EmbeddingDone>>>(StringComparer.Ordinal)
        {
            [Together] = () => TimeAsync(async () => (await generator.GenerateAsync(_texts))[0]),
            [Each] = () => TimeAsync(async () => (await AllAsync(generator))[0]),
            [AtOnce] = () => TimeAsync(async () => (await Task.WhenAll(_texts.Select(text => generator.GenerateAsync([text]))))[0][0]),
            [Peer] = () => peer.RunAsync(new(model, threads, _texts)),
        };
        foreach (var contestant in contestants.Values)
            await contestant(); // loads and warms up

        var rounds = await QuietRounds.OnThisMachine.RunAsync(wanted, round => RoundAsync(contestants, round));
        var cosines = new[] { Each, Peer }.Select(name => TensorPrimitives.CosineSimilarity(rounds.Values[0][Together].First.ToArray(), rounds.Values[0][name].First.ToArray())).ToArray();
        return new(
            Name,
            Path.GetFileNameWithoutExtension(model),
            string.Create(CultureInfo.InvariantCulture, $"{threads} threads on {Environment.ProcessorCount} processors, {wanted} rounds, {count} texts"),
            DateOnly.FromDateTime(DateTime.UtcNow),
            ["contestant"],
            ["texts/s"],
            [.. contestants.Keys.Select(name => new ScenarioRow([name], [Spread.Of([.. rounds.Values.Select(round => count * 1000 / round[name].Milliseconds)])]))],
            [Ratio("embeddings-call-vs-calls", Together, Each), Ratio("embeddings-at-once-vs-calls", AtOnce, Each), Ratio("embeddings-call-vs-llamasharp", Together, Peer), Ratio("embeddings-calls-vs-llamasharp", Each, Peer)],
            [string.Create(CultureInfo.InvariantCulture, $"The vector of the first text in one call has a cosine of {cosines[0]:0.000000} with that of a call of its own, and of {cosines[1]:0.000000} with that of LLamaSharp."), .. rounds.Remark is { } remark ? [remark] : Array.Empty<string>()]);

        Ratio Ratio(string name, string ours, string theirs) => new(name, rounds.Values.Select(round => round[theirs].Milliseconds / round[ours].Milliseconds).Median());
    }

    private EdgeEmbeddingGeneratorOptions Options()
    {
        var options = new EdgeEmbeddingGeneratorOptions { Threads = threads };
        options.BatchSize = batch ?? options.BatchSize;
        return options;
    }

    private static async Task<IReadOnlyDictionary<string, EmbeddingDone>> RoundAsync(Dictionary<string, Func<Task<EmbeddingDone>>> contestants, int round)
    {
        var done = new Dictionary<string, EmbeddingDone>(StringComparer.Ordinal);
        for (var turn = 0; turn < contestants.Count; turn++)
        {
            var (name, run) = contestants.ElementAt((turn + round) % contestants.Count);
            done[name] = await run();
        }

        return done;
    }

    private async Task<List<Embedding<float>>> AllAsync(EdgeEmbeddingGenerator generator)
    {
        var all = new List<Embedding<float>>();
        foreach (var text in _texts)
            all.Add((await generator.GenerateAsync([text]))[0]);
        return all;
    }

    private static async Task<EmbeddingDone> TimeAsync(Func<Task<Embedding<float>>> embed)
    {
        var clock = Stopwatch.StartNew();
        var first = await embed();
        return new(clock.Elapsed.TotalMilliseconds, first.Vector.ToArray());
    }
}
