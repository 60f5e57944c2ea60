namespace Edge.AI.Grammars;

/// <summary>
/// The limits for all schemas of one grammar: for compiling, and for each character of an answer. Beyond a limit, a schema allows more values; that is never an error.
/// </summary>
/// <param name="cancellation">Cancels compiling.</param>
internal sealed class GrammarLimits(CancellationToken cancellation = default)
{
    /// <summary>The most characters of schemas that are read or written. Merging reads the same characters many times. The limit takes about a second.</summary>
    private const long MaxWork = 20_000_000;

    /// <summary>The most characters of the grammar.</summary>
    private const int MaxLength = 1_500_000;

    /// <summary>The most positions for written-out lengths of strings and arrays.</summary>
    private const int MaxRepeated = 400_000;

    /// <summary>The most steps of work per character for all patterns together.</summary>
    private const int MaxPatternWork = 12_000;

    private long _work = MaxWork;
    private int _repeated = MaxRepeated;
    private int _patternWork = MaxPatternWork;
    private int _length = MaxLength;

    /// <summary>Whether the limit of work is reached, so that the remaining schemas allow any JSON.</summary>
    public bool IsSpent => _work <= 0;

    /// <summary>The most characters of the grammar.</summary>
    public int Length => IsSpent ? 0 : _length;

    /// <summary>Returns limits with which every schema allows any JSON.</summary>
    public static GrammarLimits AnyJson(CancellationToken cancellation) => new(cancellation) { _length = 0 };

    /// <summary>Counts characters of schemas that are read or written.</summary>
    /// <exception cref="OperationCanceledException">Compiling was cancelled.</exception>
    public void Spend(long characters)
    {
        cancellation.ThrowIfCancellationRequested();
        _work -= characters;
    }

    /// <summary>Takes room for a written-out repetition; false if there is not enough.</summary>
    public bool TryRepeat(int positions) => TryTake(ref _repeated, positions);

    /// <summary>Takes work for a pattern; false if there is not enough.</summary>
    public bool TryMatch(int work) => TryTake(ref _patternWork, work);

    private static bool TryTake(ref int left, int count)
    {
        if (count > left)
            return false;
        left -= count;
        return true;
    }
}
