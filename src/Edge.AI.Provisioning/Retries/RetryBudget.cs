namespace Edge.AI.Retries;

/// <summary>The retries that a transfer has left: a few in a row, refilled when bytes arrived, and a limit for all of them.</summary>
internal sealed class RetryBudget(DownloadRetryOptions options)
{
    private int _total;

    /// <summary>Gets the failures since the last progress.</summary>
    public int Failures { get; private set; }

    /// <summary>Gets a value indicating whether the next failure is final, unless bytes arrive before it.</summary>
    public bool IsSpent => Failures >= options.MaxRetries || _total >= options.MaxTotalRetries;

    public bool TrySpend()
    {
        if (IsSpent)
            return false;

        Failures++;
        _total++;
        return true;
    }

    public void Refill() => Failures = 0;
}
