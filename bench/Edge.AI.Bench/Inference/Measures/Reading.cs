using Edge.AI.Bench.Inference.Contestants;

namespace Edge.AI.Bench.Inference.Measures;

/// <summary>Figures read off what came back. One piece of code for all contestants.</summary>
internal static class Reading
{
    /// <summary>Prompt tokens per second: all prompts, from the first request to the last first token. For work that generates one token each.</summary>
    public static double PrefillRate(WorkDone done) =>
        done.Answers.Sum(answer => answer.PromptTokens - answer.CachedTokens) * 1000.0
        / (done.Answers.Max(answer => answer.Times[0]) - done.Answers.Min(answer => answer.Started));

    /// <summary>Generated tokens per second while all requests generate: from the last one's first token to the first one's last.</summary>
    public static double GenerationRate(WorkDone done)
    {
        var (from, to) = (done.Answers.Max(answer => answer.Times[0]), done.Answers.Min(answer => answer.Times[^1]));
        return to > from
            ? done.Answers.Sum(answer => answer.Times.Count(time => time > from && time <= to) * TokensPerPiece(answer)) * 1000 / (to - from)
            : throw new InvalidOperationException("The requests never generated at the same time: too few tokens were asked for.");
    }

    /// <summary>The median over the requests of the time to the first token, in milliseconds.</summary>
    public static double TimeToFirst(WorkDone done) => done.Answers.Select(answer => answer.TimeToFirst).Median();

    /// <summary>The time between neighbouring tokens of a request that 95 % stay below, in milliseconds.</summary>
    public static double GapP95(WorkDone done) => done.Answers.SelectMany(answer => Gaps(answer)).Percentile(0.95);

    /// <summary>The times between neighbouring tokens that reach into a stretch of time.</summary>
    public static IEnumerable<double> Gaps(Answer answer, double from = double.MinValue, double to = double.MaxValue) =>
        answer.Times.Zip(answer.Times.Skip(1)).Where(pair => pair.Second > from && pair.First < to).Select(pair => pair.Second - pair.First);

    /// <summary>Managed memory allocated for each generated token, in bytes, everything a request needs included.</summary>
    public static double? BytesPerToken(WorkDone done) => (double?)done.AllocatedBytes / done.Answers.Sum(answer => answer.Tokens);

    // Control tokens and the beginnings of characters have no text, so no piece of their own.
    private static double TokensPerPiece(Answer answer) => (double)answer.Tokens / answer.Times.Count;
}
