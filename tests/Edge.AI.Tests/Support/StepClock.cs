namespace Edge.AI.Tests.Support;

/// <summary>A clock that the loop reads right before and right after each decode. A test can act at these moments.</summary>
internal sealed class StepClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The apparent duration of each decode.</summary>
    public TimeSpan StepTime { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The apparent duration of the decode that has just ended, instead of <see cref="StepTime"/>.</summary>
    public Func<TimeSpan>? TimeOfDecode { get; set; }

    /// <summary>Runs once, after a batch was filled and before it is decoded.</summary>
    public Action? BeforeDecode { get; set; }

    public override long GetTimestamp()
    {
        var act = BeforeDecode;
        BeforeDecode = null;
        act?.Invoke();
        return _now += (TimeOfDecode?.Invoke() ?? StepTime).Ticks;
    }
}
