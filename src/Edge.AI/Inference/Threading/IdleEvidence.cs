namespace Edge.AI.Inference.Threading;

/// <summary>
/// Whether idle processors are a reason to try more threads. A process with a quota may see idle processors that it may not use: each time that such a trial
/// has led to nothing, they must be idle for twice as long before the next one.
/// </summary>
internal sealed class IdleEvidence
{
    private const double IdleShare = 0.7;

    private const int MostDoublings = 8;

    private int _inARow;
    private int _doublings;
    private bool _isUsed;

    /// <summary>The processors that were idle for most of the time, at the last look.</summary>
    public int Processors { get; private set; }

    /// <summary>Whether there were idle processors for long enough.</summary>
    public bool IsEnough => _inARow >= 1 << _doublings;

    /// <summary>Adds a look.</summary>
    /// <param name="processors">How many processors were idle, on average.</param>
    public void Add(double processors)
    {
        Processors = (int)(processors + 1 - IdleShare);
        _inARow = Processors > 0 ? _inARow + 1 : 0;
    }

    /// <summary>Begins a trial of more threads.</summary>
    /// <param name="isReason">Whether the idle processors are its reason.</param>
    public void BeginTrial(bool isReason) => (_isUsed, _inARow) = (isReason, 0);

    /// <summary>The last trial of more threads has led to nothing.</summary>
    public void Fail() => _doublings = _isUsed ? Math.Min(_doublings + 1, MostDoublings) : _doublings;

    /// <summary>The last trial of more threads was right.</summary>
    public void Succeed() => _doublings = 0;
}
