using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>
/// Measures prefill and generation. The contestants take turns in every round, so that a slow period of the machine affects all of them.
/// Each contestant has a new process for each number of requests.
/// </summary>
internal sealed class Throughput(InferencePlan plan, Words words, int requests)
{
    private const int ShortPrompt = 16;

    private readonly Dictionary<string, List<Round>> _rounds = new(StringComparer.Ordinal);

    /// <summary>The rows of the table.</summary>
    public async Task<IReadOnlyList<Figures>> MeasureAsync(IReadOnlyList<Contestant> contestants, int rounds)
    {
        foreach (var contestant in contestants)
        {
            _rounds[contestant.Name] = [];
            await contestant.RunAsync(Prefill());
            await contestant.RunAsync(Generation()); // warms up the just-in-time compilers of .NET and JavaScript
        }

        for (var round = 0; round < rounds; round++)
        {
            // The first contestant has a cooler processor, so each round begins with another one.
            foreach (var contestant in contestants.Skip(round % contestants.Count).Concat(contestants.Take(round % contestants.Count)))
                _rounds[contestant.Name].Add(new(await contestant.RunAsync(Prefill()), await contestant.RunAsync(Generation())));
        }

        return [.. contestants.Select(contestant => Row(contestant.Name, contestant.Peak))];
    }

    /// <summary>The ratio of two contestants: the median of the ratios of each round.</summary>
    public IEnumerable<Ratio> Ratios()
    {
        foreach (var (other, suffix) in new[] { (ContestantProcess.Bare, "bare"), (NodePeer.Name, "node") })
        {
            if (!_rounds.ContainsKey(other))
                continue;

            yield return new(string.Create(CultureInfo.InvariantCulture, $"generation-{requests}-vs-{suffix}"), Against(other, round => Reading.GenerationRate(round.Generation)));
            if (requests == 1)
                yield return new($"prefill-vs-{suffix}", Against(other, round => Reading.PrefillRate(round.Prefill)));
        }
    }

    private double Against(string other, Func<Round, double> figure) =>
        _rounds[ContestantProcess.Client].Zip(_rounds[other], (ours, theirs) => figure(ours) / figure(theirs)).Median();

    private Figures Row(string contestant, long peak)
    {
        var rounds = _rounds[contestant];
        return new(
            contestant,
            requests,
            Of(round => Reading.PrefillRate(round.Prefill)),
            Of(round => Reading.GenerationRate(round.Generation)),
            Of(round => Reading.TimeToFirst(round.Prefill)),
            Of(round => Reading.GapP95(round.Generation)),
            rounds[0].Generation.AllocatedBytes is null ? null : Of(round => Reading.BytesPerToken(round.Generation)!.Value),
            peak);

        Spread Of(Func<Round, double> figure) => Spread.Of([.. rounds.Select(figure)]);
    }

    private Work Prefill() => Same(plan.PromptTokens / requests, tokens: 1);

    private Work Generation() => Same(ShortPrompt, plan.Tokens);

    private Work Same(int promptWords, int tokens) =>
        new([.. Enumerable.Range(0, requests).Select(_ => new Ask([words.Text(promptWords)], tokens, words.NextSeed()))], requests);

    private sealed record Round(WorkDone Prefill, WorkDone Generation);
}
