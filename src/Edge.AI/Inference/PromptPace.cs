namespace Edge.AI.Inference;

/// <summary>
/// The most prompt tokens of a step: the whole batch if no slot generates, otherwise the number that this machine processes in about a tenth of a second. So a long prompt
/// slows other answers down, but never stops them.
/// </summary>
internal sealed class PromptPace(int batchSize)
{
    private const int Least = 32;

    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(100);

    private int _chunk = Math.Min(batchSize, 4 * Least);

    /// <summary>How long this machine took for each token of the last long prompt step; zero before the first one.</summary>
    public TimeSpan TimePerToken { get; private set; }

    /// <summary>Returns the number of prompt tokens for the next step, for all slots in prefill together.</summary>
    public int Tokens(bool othersGenerate) => othersGenerate ? _chunk : batchSize;

    /// <summary>Learns from a step how fast this machine processes prompts.</summary>
    public void Observe(int tokens, TimeSpan elapsed)
    {
        if (tokens < Math.Min(Least, batchSize))
            return; // in such a short step the weights dominate, so it tells nothing about longer steps

        TimePerToken = elapsed / tokens;
        var affordable = tokens * (LongestStep / elapsed);
        var chunk = (int)Math.Clamp((_chunk + affordable) / 2, Math.Min(Least, batchSize), batchSize);
        _chunk = chunk;
    }
}
