namespace Edge.AI.Grammars;

/// <summary>
/// What the schemas of one grammar may cost together: to compile, and later with each character of an answer. Behind a limit a schema
/// becomes wider; it is never an error.
/// </summary>
/// <param name="cancellation">Ends compiling.</param>
internal sealed class GrammarLimits(CancellationToken cancellation = default)
{
    /// <summary>Characters of schemas read or written: merging goes over the same ones again and again. It takes about a second.</summary>
    private const long MaxWork = 20_000_000;

    /// <summary>Characters of the grammar.</summary>
    private const int MaxLength = 1_500_000;

    /// <summary>Positions that lengths of strings and arrays are written out to.</summary>
    private const int MaxRepeated = 400_000;

    /// <summary>Steps of work for one character that all patterns may take if all of them apply at once.</summary>
    private const int MaxPatternWork = 12_000;

    private long _work = MaxWork;
    private int _repeated = MaxRepeated;
    private int _patternWork = MaxPatternWork;
    private int _length = MaxLength;

    /// <summary>Whether compiling has cost so much that what remains must be taken as any JSON.</summary>
    public bool IsSpent => _work <= 0;

    /// <summary>How many characters the grammar may have.</summary>
    public int Length => IsSpent ? 0 : _length;

    /// <summary>Limits within which every schema is any JSON.</summary>
    public static GrammarLimits AnyJson(CancellationToken cancellation) => new(cancellation) { _length = 0 };

    /// <summary>Counts characters of schemas that are read or written.</summary>
    /// <exception cref="OperationCanceledException">Compiling was cancelled.</exception>
    public void Spend(long characters)
    {
        cancellation.ThrowIfCancellationRequested();
        _work -= characters;
    }

    /// <summary>Takes room for a repetition that is written out; false if there is too little.</summary>
    public bool TryRepeat(int positions) => TryTake(ref _repeated, positions);

    /// <summary>Takes what a pattern costs with each character; false if there is too little.</summary>
    public bool TryMatch(int work) => TryTake(ref _patternWork, work);

    private static bool TryTake(ref int left, int count)
    {
        if (count > left)
            return false;
        left -= count;
        return true;
    }
}
