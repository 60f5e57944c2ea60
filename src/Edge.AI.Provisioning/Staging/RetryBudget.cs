namespace Edge.AI.Staging;

/// <summary>How often a transfer may still be tried again: a few times in a row, refilled when bytes got through, and not for ever.</summary>
internal sealed class RetryBudget
{
    public const int InARow = 3;
    public const int Total = 100;

    private int _total;

    /// <summary>Failures since the last progress.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether no failure is forgiven any more, unless bytes get through.</summary>
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
