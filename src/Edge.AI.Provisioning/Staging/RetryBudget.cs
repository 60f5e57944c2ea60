namespace Edge.AI.Staging;

/// <summary>Limits the retries of a transfer: a few in a row, refilled when bytes arrive, and a total.</summary>
internal sealed class RetryBudget
{
    public const int InARow = 3;
    public const int Total = 100;

    private int _total;

    /// <summary>Failures since the last progress.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether no retry is left, unless bytes arrive.</summary>
    public bool IsSpent => Failures == InARow || _total == Total;

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
