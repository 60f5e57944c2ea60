using Edge.AI.Platform;

namespace Edge.AI.Inference.Threading;

/// <summary>Counts the processors that have nothing to do while steps are computed.</summary>
internal sealed class IdleProcessors(ProcessorLoad load, TimeProvider time)
{
    /// <summary>The system counts idle time in units of 10 ms.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    /// <summary>In the rest of a window this loop itself had nothing to do.</summary>
    private const double LeastComputing = 0.9;

    private long _start;
    private TimeSpan? _idleAtStart;
    private TimeSpan _computing;

    /// <summary>Adds a step that has just ended.</summary>
    /// <returns>How many processors were idle on average, at the end of each window that consisted of steps; otherwise null.</returns>
    public double? Observe(TimeSpan step)
    {
        _computing += step;
        var elapsed = time.GetElapsedTime(_start);
        if (elapsed < Window)
            return null;

        var idle = load.ReadIdleTime();
        double? processors = _computing >= LeastComputing * elapsed ? (idle - _idleAtStart) / elapsed : null;
        (_start, _idleAtStart, _computing) = (time.GetTimestamp(), idle, TimeSpan.Zero);
        return processors;
    }
}
