namespace Edge.AI.Grammars;

/// <summary>
/// Counts what a grammar costs, so that one request's grammar can't keep the loop from the others: work is limited for each token, in
/// steps rather than in time, so that it is the same on every machine.
/// </summary>
internal sealed class WorkBudget
{
    /// <summary>The steps that are left.</summary>
    public long Left { get; private set; }

    /// <summary>Allows this many steps from now on.</summary>
    public void Allow(long steps) => Left = steps;

    /// <exception cref="GrammarTooDearException">There is not enough left.</exception>
    public void Spend(int steps)
    {
        if ((Left -= steps) < 0)
            throw Exceeded();
    }

    public static GrammarTooDearException Exceeded() => new();
}

/// <summary>Following the grammar takes more than its share of the loop.</summary>
internal sealed class GrammarTooDearException() : Exception("The grammar has too many ways to continue the text.");
