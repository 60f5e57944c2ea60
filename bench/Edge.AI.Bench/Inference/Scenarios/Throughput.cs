using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>Measures prefill and generation. The contestants take turns with each request, so that a slow period of the machine affects all of them.</summary>
internal sealed class Throughput(InferencePlan plan, Words words, int requests)
{
    private const int ShortPrompt = 16;

    /// <summary>How often all is done before it is measured. After the first time, the just-in-time compilers of .NET and JavaScript know what is worth being compiled again.</summary>
    private const int WarmUps = 2;

    private static readonly (string Contestant, string Suffix)[] s_compared =
        [(ContestantKind.Bare, "bare"), (NodePeer.Name, "node"), (LLamaSharpPeer.Name, "llamasharp"), (ContestantKind.LlamaServer, "llama-server")];

    private List<IReadOnlyDictionary<string, WorkDone>> _prefills = [], _generations = [];

    /// <summary>The rows of the table, and what a reader must know about the rounds.</summary>
    public async Task<(IReadOnlyList<Figures> Rows, string? Remark)> MeasureAsync(Field field, int wanted)
    {
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
        {
            await field.AskAsync(0, Prefill());
            await field.AskAsync(0, Generation());
        }

        var rounds = await QuietRounds.OnThisMachine.RunAsync(
            wanted,
            async round => (Prefill: await field.AskAsync(round, Prefill()), Generation: await field.AskAsync(round, Generation())));

        _prefills = [.. rounds.Values.Select(round => round.Prefill)];
        _generations = [.. rounds.Values.Select(round => round.Generation)];
        return ([.. field.Running.Select(Row)], rounds.Remark);
    }

    public IEnumerable<Ratio> Ratios()
    {
        foreach (var (other, suffix) in s_compared)
        {
            if (_generations.Ratio(ContestantKind.Client, other, Reading.GenerationRate) is { } generation)
                yield return new(string.Create(CultureInfo.InvariantCulture, $"generation-{requests}-vs-{suffix}"), generation);
            if (requests == 1 && _prefills.Ratio(ContestantKind.Client, other, Reading.PrefillRate) is { } prefill)
                yield return new($"prefill-vs-{suffix}", prefill);
        }
    }

    private Figures Row(Contestant contestant)
    {
        var knowsBytes = _generations.TrueForAll(round => round[contestant.Name].AllocatedBytes is not null);
        return new(
            contestant.Name,
            requests,
            _prefills.Spread(contestant.Name, Reading.PrefillRate)!,
            _generations.Spread(contestant.Name, Reading.GenerationRate)!,
            _prefills.Spread(contestant.Name, Reading.TimeToFirst)!,
            _generations.Spread(contestant.Name, Reading.GapP95)!,
            knowsBytes ? _generations.Spread(contestant.Name, done => Reading.BytesPerToken(done)!.Value) : null,
            contestant.Peak);
    }

    private Work Prefill() => Work.Same(requests, () => new([words.Text(plan.PromptTokens / requests)], Tokens: 1, words.NextSeed()));

    private Work Generation() => Work.Same(requests, () => new([words.Text(ShortPrompt)], plan.Tokens, words.NextSeed()));
}
