namespace Edge.AI.Inference;

/// <summary>The speed of generation over the last steps, in tokens per second. One thread records it, and any thread reads it.</summary>
internal sealed class TokenRate
{
    private const double WindowSeconds = 5;

    private double _tokens;
    private double _seconds;
    private double _perSecond; // one word, so that readers need no lock

    public double PerSecond => Volatile.Read(ref _perSecond);

    /// <summary>Records a step. Steps without generated tokens do not count: they process prompts.</summary>
    public void Observe(int tokens, TimeSpan elapsed)
    {
        if (tokens == 0)
            return;

        var kept = Math.Max(0, 1 - elapsed.TotalSeconds / WindowSeconds); // older steps count less
        (_tokens, _seconds) = (kept * _tokens + tokens, kept * _seconds + elapsed.TotalSeconds);
        Volatile.Write(ref _perSecond, _seconds > 0 ? _tokens / _seconds : 0);
    }
}
