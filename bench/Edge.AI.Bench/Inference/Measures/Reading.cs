using Edge.AI.Bench.Inference.Contestants;

namespace Edge.AI.Bench.Inference.Measures;

/// <summary>Computes figures from results, with the same code for all contestants.</summary>
internal static class Reading
{
    /// <summary>Prompt tokens per second of all prompts, from the first request to the last first token. For work that generates one token per request.</summary>
    public static double PrefillRate(WorkDone done) =>
        done.Answers.Sum(answer => answer.PromptTokens - answer.CachedTokens) * 1000.0
        / (done.Answers.Max(answer => answer.Times[0]) - done.Answers.Min(answer => answer.Started));

    /// <summary>
    /// Generated tokens per second while all requests generate: from the last of the first tokens to the first of the last tokens. If they never do, because a contestant
    /// processes prompts one after the other, everything counts, from the first token to the last one.
    /// </summary>
    public static double GenerationRate(WorkDone done)
    {
        var (from, to) = (done.Answers.Max(answer => answer.Times[0]), done.Answers.Min(answer => answer.Times[^1]));
        if (to <= from)
            (from, to) = (done.Answers.Min(answer => answer.Times[0]), done.Answers.Max(answer => answer.Times[^1]));
        return to > from
            ? done.Answers.Sum(answer => answer.Times.Count(time => time > from && time <= to) * TokensPerPiece(answer)) * 1000 / (to - from)
            : throw new InvalidOperationException("No request generated more than one token. Ask for more tokens.");
    }

    /// <summary>Generated tokens per second of requests that follow one another: the time of each counts from its first token to its last one.</summary>
    public static double RateOneByOne(WorkDone done) =>
        done.Answers.Sum(answer => (answer.Times.Count - 1) * TokensPerPiece(answer)) * 1000 / done.Answers.Sum(answer => answer.Times[^1] - answer.Times[0]);

    /// <summary>
    /// Pieces per second of all requests together, from the last of their first pieces to their end: the limit, or the last piece if all of them had all their tokens before.
    /// Prompts that take longer than half of the time count as generation that does not begin.
    /// </summary>
    /// <param name="done">The results.</param>
    /// <param name="earliest">The time, in milliseconds, before which nothing counts.</param>
    /// <param name="limit">The time, in milliseconds, at which unfinished requests were ended.</param>
    /// <param name="tokens">The tokens of a finished request.</param>
    public static double RateBetween(WorkDone done, double earliest, double limit, int tokens)
    {
        var begun = done.Answers.Max(answer => TimeToFirst(answer, limit));
        var from = Math.Max(earliest, Math.Min(begun, limit / 2));
        var times = done.Answers.SelectMany(answer => answer.Times).Where(time => time > from).ToArray();
        var to = times.Length == 0 || done.Answers.Any(answer => answer.Tokens < tokens) ? limit : times.Max();
        return times.Length * 1000 / (to - from);
    }

    /// <summary>The median time to the first token, in milliseconds.</summary>
    public static double TimeToFirst(WorkDone done) => done.Answers.Select(answer => answer.TimeToFirst).Median();

    /// <summary>The median time to the first token, in milliseconds; the limit for requests that were ended before it.</summary>
    public static double TimeToFirst(WorkDone done, double limit) => done.Answers.Select(answer => TimeToFirst(answer, limit)).Median();

    /// <summary>The 95th percentile of the time between two tokens of a request, in milliseconds.</summary>
    public static double GapP95(WorkDone done) => done.Answers.SelectMany(answer => Gaps(answer)).Percentile(0.95);

    /// <summary>The times between two tokens that overlap with a period.</summary>
    public static IEnumerable<double> Gaps(Answer answer, double from = double.MinValue, double to = double.MaxValue) =>
        answer.Times.Zip(answer.Times.Skip(1)).Where(pair => pair.Second > from && pair.First < to).Select(pair => pair.Second - pair.First);

    /// <summary>Managed memory per generated token, in bytes, including everything else that a request allocates.</summary>
    public static double? BytesPerToken(WorkDone done) => (double?)done.AllocatedBytes / done.Answers.Sum(answer => answer.Tokens);

    private static double TimeToFirst(Answer answer, double limit) => answer.Times.Count > 0 ? answer.TimeToFirst : limit;

    // Control tokens and incomplete characters have no text, so they arrive without a piece of their own.
    private static double TokensPerPiece(Answer answer) => (double)answer.Tokens / answer.Times.Count;
}
