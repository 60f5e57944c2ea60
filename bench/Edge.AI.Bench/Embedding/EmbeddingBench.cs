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

/// <summary>
/// Short and longer texts in one call, in calls one after the other, in calls at the same time, and with LLamaSharp's embedder, which takes one text at a time. llama.cpp alone, without
/// tokenizing, queue and threads of ours, shows what arithmetic allows. All take turns in every round.
/// </summary>
internal sealed class EmbeddingBench(string model, int count, int threads, int? batch, int wanted)
{
    public const string Name = "embeddings";

    private const string Together = "one call", Each = "calls one after the other", AtOnce = "calls at the same time", Peer = "LLamaSharp";
    private const string BareBatches = "llama.cpp alone, batches", BareSingles = "llama.cpp alone, one text at a time";

    private static readonly string[] Who = ["A man", "A woman", "A monkey", "Someone", "The child", "Two men", "A dog", "The chef"];
    private static readonly string[] What = ["is eating food", "is playing the guitar", "rides a white horse", "pushes a cart through the woods", "watches the rain", "cuts an onion", "reads the newspaper", "runs across the field"];

    private static readonly string[] Then =
    [
        "because the shop at the corner of the street was closed for the whole afternoon",
        "while the neighbours talk about the weather, the garden and the price of bread",
        "and nobody knows how long it will take until the last train leaves the station in the north of the town",
        "although the letter that arrived this morning said that the meeting would begin at nine",
        "so that everybody in the house can hear it, even with the doors and the windows shut",
    ];

    /// <summary>The texts of a kind: sentences of about 8 tokens, and of 30 to 60.</summary>
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _texts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["short"] = [.. Enumerable.Range(0, count).Select(number => $"{Sentence(number)}.")],
        ["longer"] = [.. Enumerable.Range(0, count).Select(number => $"{Sentence(number)}, {string.Join(", ", Enumerable.Range(number, 1 + (number % 2)).Select(at => Then[at % Then.Length]))}. {Sentence(number + 3)}.")],
    };

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

    private static string Sentence(int number) => $"{Who[number % Who.Length]} {What[number / Who.Length % What.Length]}";

    private async Task<ScenarioResult> MeasureAsync()
    {
        await using var generator = EdgeEmbeddingGenerator.Create(EdgeModel.FromFile(model), Options());
        await using var peer = new EmbeddingPeer();
        using var bare = new BareEmbedder(model, threads, Options().BatchSize);
        var contestants = new Dictionary<(string Texts, string Name), Func<Task<EmbeddingDone>>>();
        foreach (var (kind, texts) in _texts)
        {
            var tokens = bare.Tokenize(texts);
            contestants[(kind, Together)] = () => TimeAsync(async () => (await generator.GenerateAsync(texts))[0].Vector);
            contestants[(kind, Each)] = () => TimeAsync(async () => (await AllAsync(generator, texts))[0].Vector);
            contestants[(kind, AtOnce)] = () => TimeAsync(async () => (await Task.WhenAll(texts.Select(text => generator.GenerateAsync([text]))))[0][0].Vector);
            contestants[(kind, Peer)] = () => peer.RunAsync(new(model, threads, texts));
            contestants[(kind, BareBatches)] = () => TimeAsync(() => Task.FromResult(bare.Embed(tokens, together: true)));
            contestants[(kind, BareSingles)] = () => TimeAsync(() => Task.FromResult(bare.Embed(tokens, together: false)));
        }

        foreach (var contestant in contestants.Values)
            await contestant(); // loads and warms up

        var rounds = await QuietRounds.OnThisMachine.RunAsync(wanted, round => RoundAsync(contestants, round));
        var cosines = _texts.Keys.SelectMany(kind => new[] { Each, Peer }.Select(name => Cosine(rounds.Values[0], (kind, Together), (kind, name)))).Min();
        return new(
            Name,
            Path.GetFileNameWithoutExtension(model),
            string.Create(CultureInfo.InvariantCulture, $"{threads} threads on {Environment.ProcessorCount} processors, {wanted} rounds, {count} texts"),
            DateOnly.FromDateTime(DateTime.UtcNow),
            ["texts", "contestant"],
            ["texts/s"],
            [.. contestants.Keys.Select(key => new ScenarioRow([$"{key.Texts}, {bare.Lengths(_texts[key.Texts])}", key.Name], [Spread.Of([.. rounds.Values.Select(round => count * 1000 / round[key].Milliseconds)])]))],
            [
                .. _texts.Keys.SelectMany(kind => new[]
                {
                    Ratio("call-vs-calls", kind, Together, Each),
                    Ratio("at-once-vs-calls", kind, AtOnce, Each),
                    Ratio("call-vs-llamasharp", kind, Together, Peer),
                    Ratio("calls-vs-llamasharp", kind, Each, Peer),
                    Ratio("bare-batches-vs-singles", kind, BareBatches, BareSingles),
                    Ratio("call-vs-bare-batches", kind, Together, BareBatches),
                    Ratio("calls-vs-bare-singles", kind, Each, BareSingles),
                }),
            ],
            [string.Create(CultureInfo.InvariantCulture, $"The vector of the first text in one call has a cosine of at least {cosines:0.000000} with that of a call of its own, and with that of LLamaSharp."), .. rounds.Remark is { } remark ? [remark] : Array.Empty<string>()]);

        Ratio Ratio(string name, string kind, string ours, string theirs) =>
            new($"embeddings-{kind}-{name}", rounds.Values.Select(round => round[(kind, theirs)].Milliseconds / round[(kind, ours)].Milliseconds).Median());
    }

    private static float Cosine(IReadOnlyDictionary<(string, string), EmbeddingDone> round, (string, string) one, (string, string) other) =>
        TensorPrimitives.CosineSimilarity(round[one].First.ToArray(), round[other].First.ToArray());

    private EdgeEmbeddingGeneratorOptions Options()
    {
        var options = new EdgeEmbeddingGeneratorOptions { Threads = threads };
        options.BatchSize = batch ?? options.BatchSize;
        return options;
    }

    private static async Task<IReadOnlyDictionary<(string Texts, string Name), EmbeddingDone>> RoundAsync(Dictionary<(string Texts, string Name), Func<Task<EmbeddingDone>>> contestants, int round)
    {
        var done = new Dictionary<(string, string), EmbeddingDone>();
        for (var turn = 0; turn < contestants.Count; turn++)
        {
            var (name, run) = contestants.ElementAt((turn + round) % contestants.Count);
            done[name] = await run();
        }

        return done;
    }

    private static async Task<List<Embedding<float>>> AllAsync(EdgeEmbeddingGenerator generator, IReadOnlyList<string> texts)
    {
        var all = new List<Embedding<float>>();
        foreach (var text in texts)
            all.Add((await generator.GenerateAsync([text]))[0]);
        return all;
    }

    private static async Task<EmbeddingDone> TimeAsync(Func<Task<ReadOnlyMemory<float>>> embed)
    {
        var clock = Stopwatch.StartNew();
        var first = await embed();
        return new(clock.Elapsed.TotalMilliseconds, first.ToArray());
    }
}
