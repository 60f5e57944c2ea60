namespace Edge.AI.Tests.Support;

/// <summary>A clock that the loop reads right before and right after each decode. A test can act at these moments.</summary>
internal sealed class StepClock : TimeProvider
{
    private long _looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The apparent duration of each decode.</summary>
    public TimeSpan StepTime { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs once, after a batch was filled and before it is decoded.</summary>
    public Action? BeforeDecode { get; set; }

    public override long GetTimestamp()
    {
        var act = BeforeDecode;
        BeforeDecode = null;
        act?.Invoke();
        return StepTime.Ticks * _looks++;
    }
}
