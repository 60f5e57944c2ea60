namespace Edge.AI.Tests.Support;

/// <summary>A clock that the loop looks at right before and right after each decode, where a test can make something happen.</summary>
internal sealed class StepClock : TimeProvider
{
    private long _looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long each decode seems to take.</summary>
    public TimeSpan StepTime { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs once, when a batch is filled and not yet decoded.</summary>
    public Action? BeforeDecode { get; set; }

    public override long GetTimestamp()
    {
        var act = BeforeDecode;
        BeforeDecode = null;
        act?.Invoke();
        return StepTime.Ticks * _looks++;
    }
}
