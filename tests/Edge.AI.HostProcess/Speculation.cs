using System.Diagnostics;
using Edge.AI.Inference;
using Edge.AI.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Compares answers with and without speculation: their tokens, and how long they take.</summary>
internal sealed class Speculation : IDisposable
{
    private const int ContextSize = 2048;

    private readonly ModelHandle _model;
    private readonly Vocabulary _vocabulary;
    private readonly ContextHandle _context;
    private readonly TokenCandidates _candidates;
    private readonly InferenceLoop _loop;

    private Speculation(string path, TimeProvider time, int threads)
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        var options = new InferenceOptions(Threads: threads) { Speculation = true };
        _model = ModelHandle.Load(path, new(), NullLogger.Instance, default);
        _vocabulary = new(_model);
        _candidates = new(_vocabulary.Size);
        _context = ContextHandle.Create(_model, NativeSettings.OfContext(new(ContextSize, 1), options), path, NullLogger.Instance);
        _loop = new(_context, _vocabulary, ContextSize, options, time, NullLogger.Instance);
    }

    /// <summary>
    /// Compares greedy answers. Where the tokens differ, it computes the logits of the place in a batch of one token and in batches of up to nine, and prints by how much the two tokens
    /// differ in each: if the least difference is no greater than what the length of the batch changes, the tokens are a near tie.
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
            var (plain, _) = await speculation.RunAsync(prompt, tokens, temperature: 0, speculates: false);
            var (guessed, generation) = await speculation.RunAsync(prompt, tokens, temperature: 0, speculates: true);
            (drafted, accepted) = (drafted + generation.DraftedTokens, accepted + generation.AcceptedTokens);
            var same = plain.AsSpan().CommonPrefixLength(guessed);
            if (same == plain.Length && same == guessed.Length)
                equal++;
            else if (speculation.IsNearTie([.. prompt, .. plain[..same]], Token(plain, same), Token(guessed, same), $"{kind} {number}, token {same}"))
                ties++;
        }

        Console.WriteLine($"{prompts} prompts: {equal} equal, {ties} differ at near ties, {prompts - equal - ties} differ otherwise; {accepted} of {drafted} drafted tokens accepted");
        return equal + ties == prompts ? 0 : 1;

        static int? Token(int[] answer, int at) => at < answer.Length ? answer[at] : null;
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
        var (answer, generation) = await RunAsync(prompt, tokens, temperature, speculates);
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds / answer.Length, answer.Length, generation);
    }

    private async Task<(int[] Answer, Generation Generation)> RunAsync(int[] prompt, int tokens, float temperature, bool speculates)
    {
        var generation = _loop.Submit(new(prompt, new() { Temperature = temperature }, tokens) { Speculates = speculates });
        List<int> answer = [];
        while (generation.End is null && _loop.Step())
        {
        }

        await foreach (var token in generation.ReadAsync(CancellationToken.None))
            answer.Add(token);
        return ([.. answer], generation);
    }

    /// <summary>Whether two tokens differ by no more than what the length of the batch changes.</summary>
    private bool IsNearTie(int[] before, int? first, int? second, string place)
    {
        var gaps = Enumerable.Range(1, 9).Select(size => Gap(before, size, first, second)).ToList();
        Console.WriteLine($"{place}: the logits of the two tokens differ by {string.Join(", ", gaps.Select(gap => $"{gap:F4}"))} in batches of 1 to 9 tokens");
        return gaps.Min(Math.Abs) <= gaps.Max() - gaps.Min();
    }

    /// <summary>Computes the sequence, the last tokens in a batch of the given size, and returns how much greater the first token's logit is. No token means the greatest that ends an answer.</summary>
    private float Gap(int[] before, int size, int? first, int? second)
    {
        using var batch = new NativeBatch(_context.BatchSize);
        _context.Forget(0, 0);
        for (var start = 0; start < before.Length;)
        {
            batch.Clear();
            var end = start < before.Length - size ? Math.Min(before.Length - size, start + batch.Capacity) : before.Length;
            for (; start < end; start++)
                batch.Add(before[start], start, 0, wantsLogits: start >= before.Length - size);
            if (_context.Decode(batch) is { } error)
                throw error;
        }

        var logits = _candidates.Logits(_context, batch.Count - 1);
        return LogitOf(logits, first) - LogitOf(logits, second);
    }

    private float LogitOf(ReadOnlySpan<float> logits, int? token)
    {
        if (token is { } known)
            return logits[known];

        var greatest = float.NegativeInfinity;
        for (var end = 0; end < logits.Length; end++)
        {
            if (_vocabulary.IsEndOfGeneration(end))
                greatest = Math.Max(greatest, logits[end]);
        }

        return greatest;
    }

    /// <summary>All steps take equally long, so that drafts always seem to pay.</summary>
    private sealed class ConstantTime : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => TimeSpan.TicksPerMillisecond * _looks++;
    }
}
