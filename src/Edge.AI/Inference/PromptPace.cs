namespace Edge.AI.Inference;

/// <summary>
/// How many prompt tokens a step may read: the whole batch while nobody waits for tokens, else what the machine reads in about a tenth
/// of a second, so that a long prompt makes the answers of others slower, but never stops them.
/// </summary>
internal sealed class PromptPace(int batchSize)
{
    private const int Least = 32;

    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(100);

    private int _chunk = Math.Min(batchSize, 4 * Least);

    /// <summary>Prompt tokens for the next step, shared by all who read.</summary>
    public int Tokens(bool othersGenerate) => othersGenerate ? _chunk : batchSize;

    /// <summary>Learns from a step how fast this machine reads.</summary>
    public void Observe(int tokens, TimeSpan elapsed)
    {
        if (tokens < Math.Min(Least, batchSize))
            return; // the weights dominate so short a step: it says nothing about longer ones

        var affordable = tokens * (LongestStep / elapsed);
        var chunk = (int)Math.Clamp((_chunk + affordable) / 2, Math.Min(Least, batchSize), batchSize);
        _chunk = chunk;
    }
}
