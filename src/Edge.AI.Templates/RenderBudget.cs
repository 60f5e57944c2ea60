using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates;

/// <summary>
/// The time and memory that renderings may use. Templates come with models, so they are code of unknown origin.
/// Several renderings can share a budget, one after the other; a budget must not be used by two threads at the same time.
/// </summary>
/// <remarks>
/// Work is counted rather than measured, so that a template fails at the same place on every machine. The clock is a second limit: ten times
/// <see cref="MaxTime"/>, for work that takes longer than it counts.
/// </remarks>
public sealed class RenderBudget
{
    /// <summary>Initializes a new instance of the <see cref="RenderBudget"/> class.</summary>
    /// <param name="maxTime">The time that the work may take on an ordinary machine. Default: one second.</param>
    /// <param name="maxBytes">The bytes that may be allocated, in total rather than at once. Default: 64 MiB. Copies of the variables may add to it.</param>
    /// <param name="clock">The clock of the second limit. Default: <see cref="TimeProvider.System"/>.</param>
    public RenderBudget(TimeSpan? maxTime = null, long maxBytes = 64 * 1024 * 1024, TimeProvider? clock = null)
    {
        MaxTime = maxTime ?? TimeSpan.FromSeconds(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxTime, TimeSpan.Zero, nameof(maxTime));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        MaxBytes = maxBytes;
        Meter = new(MaxTime, maxBytes, clock ?? TimeProvider.System);
    }

    /// <summary>Gets the time that the work may take on an ordinary machine.</summary>
    public TimeSpan MaxTime { get; }

    /// <summary>Gets the bytes that may be allocated.</summary>
    public long MaxBytes { get; }

    /// <summary>Gets the time that the work so far takes on an ordinary machine.</summary>
    public TimeSpan UsedTime => TimeSpan.FromSeconds((double)Meter.Work / WorkMeter.UnitsPerSecond);

    /// <summary>Gets the bytes that were allocated so far.</summary>
    public long UsedBytes => Meter.Memory;

    /// <summary>Gets a value indicating whether a limit was exceeded. Every further rendering with this budget fails at once.</summary>
    public bool IsExhausted => Meter.IsExhausted;

    internal WorkMeter Meter { get; }
}
