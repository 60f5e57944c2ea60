using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>
/// Fifteen requests generate, and a sixteenth request with a long prompt arrives. Measures how long the fifteen wait for a token meanwhile, compared with
/// the time in which the bare loop decodes one full batch that includes their tokens.
/// </summary>
internal sealed class LongPrompt(InferencePlan plan, Words words)
{
    private const int Others = 15, OthersTokens = 96, JoinAfter = 8;

    public Setup Setup(string modelPath, int threads, string? runtimeFolder) => new(modelPath, Others + 1, ContextSize: plan.LongPrompt + 256, plan.BatchSize, threads, runtimeFolder);

    public async Task<(IReadOnlyList<Ratio> Ratios, string? Remark)> MeasureAsync(Contestant client, Contestant bare, int wanted)
    {
        var fit = await PromptFit.MeasureAsync(client, words);
        await bare.RunAsync(Work(promptWords: 16));
        await client.RunAsync(Work(promptWords: 16));
        var rounds = await QuietRounds.OnThisMachine.RunAsync(wanted, async _ =>
        {
            var chunk = GapsMeanwhile(await bare.RunAsync(Work(fit.WordsFor(plan.LongPrompt)))).Median();
            return GapsMeanwhile(await client.RunAsync(Work(fit.WordsFor(plan.LongPrompt)))).Percentile(0.95) / chunk;
        });

        return ([new("gap-p95-vs-chunk", rounds.Values.Median())], rounds.Remark);
    }

    /// <summary>The waiting times of the other requests, between the long request and its first token.</summary>
    private static IEnumerable<double> GapsMeanwhile(WorkDone done)
    {
        var joined = done.Answers[^1];
        return done.Answers.SkipLast(1).SelectMany(answer => Reading.Gaps(answer, joined.Started, joined.Times[0]));
    }

    private Work Work(int promptWords) => new(
        [.. Enumerable.Range(0, Others).Select(_ => Ask(16, OthersTokens, joinAfter: 0)), Ask(promptWords, tokens: 1, JoinAfter)],
        AtOnce: Others + 1);

    private Ask Ask(int count, int tokens, int joinAfter) => new([words.Text(count)], tokens, words.NextSeed(), joinAfter);
}
