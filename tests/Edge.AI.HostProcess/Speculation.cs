using System.Diagnostics;
using Edge.AI.Inference;
using Edge.AI.Inference.Speculation;
using Edge.AI.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Compares answers with and without speculation: their tokens, and how long they take.</summary>
internal sealed class Speculation : IDisposable
{
    private const int ContextSize = 2048;
    private const int MixedDivisions = 24;

    private readonly ModelHandle _model;
    private readonly Vocabulary _vocabulary;
    private readonly ContextHandle _context;
    private readonly InferenceLoop _loop;
    private readonly AnswerReplay _replay;

    private Speculation(string path, TimeProvider time, int threads)
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        var options = new InferenceOptions(Threads: threads) { Speculation = true };
        _model = ModelHandle.Load(path, new(), NullLogger.Instance, default);
        _vocabulary = new(_model);
        _context = ContextHandle.Create(_model, NativeSettings.OfContext(new(ContextSize, 1), options), path, NullLogger.Instance);
        _replay = new(_context, _vocabulary);
        _loop = new(_context, _vocabulary, ContextSize, options, time, NullLogger.Instance);
    }

    /// <summary>
    /// Compares greedy answers. Where the tokens differ, it computes both answers again (<see cref="AnswerReplay"/>), in batches of the same lengths. Each answer must have chosen
    /// the token with the greater logit. It also computes both in other batches, without wrong drafts
    /// (<see cref="OtherDivisions"/>). The tokens are a near tie if each of them has the greater logit in some of these.
    /// </summary>
    /// <returns>0 if all answers are equal except at near ties.</returns>
    public static async Task<int> CompareAsync(string path, int prompts, int tokens)
    {
        using var speculation = new Speculation(path, new ConstantTime(), threads: 1);
        var (equal, ties, drafted, accepted) = (0, 0, 0, 0);
        for (var number = 0; number < prompts; number++)
        {
            var kind = SpeculationTasks.Kinds[number % SpeculationTasks.Kinds.Count];
            var prompt = speculation._vocabulary.Tokenize(SpeculationTasks.Prompt(kind, number), addSpecial: true, parseSpecial: true);
            await speculation.RunAsync(prompt, 1, temperature: 0, speculates: false); // Both answers take the prompt from the cache.
            var plain = await speculation.RunAsync(prompt, tokens, temperature: 0, speculates: false);
            var guessed = await speculation.RunAsync(prompt, tokens, temperature: 0, speculates: true);
            (drafted, accepted) = (drafted + guessed.Generation.DraftedTokens, accepted + guessed.Generation.AcceptedTokens);
            var same = plain.Tokens.AsSpan().CommonPrefixLength(guessed.Tokens);
            if (same == plain.Tokens.Length && same == guessed.Tokens.Length)
                equal++;
            else if (speculation.IsNearTie(prompt, plain, guessed, same, $"{kind} {number}, token {same}"))
                ties++;
        }

        Console.WriteLine($"{prompts} prompts: {equal} equal, {ties} differ at near ties, {prompts - equal - ties} differ otherwise; {accepted} of {drafted} drafted tokens accepted");
        return equal + ties == prompts ? 0 : 1;
    }

    /// <summary>Measures the time of answers with speculation as a share of the time without, answer by answer, and prints the medians for each kind of task.</summary>
    public static async Task MeasureAsync(string path, int rounds, int tokens, int threads, float temperature)
    {
        using var speculation = new Speculation(path, TimeProvider.System, threads);
        await speculation.RunAsync(speculation._vocabulary.Tokenize(SpeculationTasks.Prompt("free", 0), addSpecial: true, parseSpecial: true), 32, 0, speculates: false);
        foreach (var kind in SpeculationTasks.Kinds)
        {
            List<double> ratios = [];
            var (drafted, accepted, generated) = (0, 0, 0);
            for (var round = 0; round < rounds; round++)
            {
                var prompt = speculation._vocabulary.Tokenize(SpeculationTasks.Prompt(kind, round), addSpecial: true, parseSpecial: true);
                await speculation.RunAsync(prompt, 1, 0, speculates: false); // the prompt is cached from now on
                var plain = await speculation.TimeAsync(prompt, tokens, temperature, speculates: false);
                var guessed = await speculation.TimeAsync(prompt, tokens, temperature, speculates: true);
                ratios.Add(plain.PerToken / guessed.PerToken);
                (drafted, accepted, generated) = (drafted + guessed.Generation.DraftedTokens, accepted + guessed.Generation.AcceptedTokens, generated + guessed.Tokens);
            }

            ratios.Sort();
            Console.WriteLine($"{kind}, temperature {temperature}: {ratios[ratios.Count / 2]:F2} x (from {ratios[0]:F2} to {ratios[^1]:F2}); {generated} tokens, {accepted} of {drafted} drafted tokens accepted");
        }
    }

    public void Dispose()
    {
        _loop.Dispose();
        _context.Dispose();
        _vocabulary.Dispose();
        _model.Dispose();
    }

    private async Task<(double PerToken, int Tokens, Generation Generation)> TimeAsync(int[] prompt, int tokens, float temperature, bool speculates)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await RunAsync(prompt, tokens, temperature, speculates);
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds / answer.Tokens.Length, answer.Tokens.Length, answer.Generation);
    }

    private async Task<TracedAnswer> RunAsync(int[] prompt, int tokens, float temperature, bool speculates)
    {
        var generation = _loop.Submit(new(prompt, new() { Temperature = temperature }, tokens) { Speculates = speculates });
        List<AnswerStep> steps = [];
        var (drafted, accepted) = (0, 0);
        while (generation.End is null && _loop.Step())
        {
            steps.Add(new(generation.DraftedTokens - drafted, generation.AcceptedTokens - accepted));
            (drafted, accepted) = (generation.DraftedTokens, generation.AcceptedTokens);
        }

        List<int> answer = [];
        await foreach (var token in generation.ReadAsync(CancellationToken.None))
            answer.Add(token);
        return new([.. answer], steps, generation);
    }

    /// <summary>Whether the first tokens that differ do so by no more than what the lengths of the batches change.</summary>
    private bool IsNearTie(int[] prompt, TracedAnswer plain, TracedAnswer guessed, int same, string place)
    {
        var (first, second) = (Token(plain), Token(guessed));
        var (plainGap, guessedGap) = (Gap(plain.Steps), Gap(guessed.Steps));
        var gaps = OtherDivisions().Select(Gap).Order().ToList();
        Console.WriteLine(
            $"{place}: the logits of the two tokens differ by {plainGap:F4} in the batches of the plain answer, {guessedGap:F4} in those of the other one, "
            + $"{gaps[0]:F4} to {gaps[^1]:F4} in {gaps.Count} other divisions into batches");
        return plainGap >= 0 && guessedGap <= 0 && gaps[0] <= 0 && gaps[^1] >= 0;

        float Gap(IEnumerable<AnswerStep> steps) => _replay.Gap(prompt, plain.Tokens[..same], steps, first, second);

        int? Token(TracedAnswer answer) => same < answer.Tokens.Length ? answer.Tokens[same] : null;
    }

    /// <summary>
    /// Ways to divide an answer into batches, without wrong drafts: batches of one length, and of changing lengths. A cached token keeps the rounding of its batch, and a cache
    /// that was filled by batches of one length shows only one of many roundings.
    /// </summary>
    private static IEnumerable<IEnumerable<AnswerStep>> OtherDivisions() =>
    [
        .. Enumerable.Range(0, Drafter.MaxLength + 1).Select(drafts => Endless(() => drafts)),
        .. Enumerable.Range(0, MixedDivisions).Select(seed => new Random(seed)).Select(random => Endless(() => random.Next(Drafter.MaxLength + 1))),
    ];

    private static IEnumerable<AnswerStep> Endless(Func<int> nextDrafts)
    {
        while (true)
        {
            var drafts = nextDrafts();
            yield return new(drafts, drafts);
        }
    }

    private sealed record TracedAnswer(int[] Tokens, IReadOnlyList<AnswerStep> Steps, Generation Generation);

    /// <summary>All steps take equally long, so that drafts always seem to pay.</summary>
    private sealed class ConstantTime : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => TimeSpan.TicksPerMillisecond * _looks++;
    }
}
