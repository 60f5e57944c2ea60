using Edge.AI.Progress;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class SpeedMeterTests
{
    [Fact]
    public void The_speed_is_that_of_the_last_seconds()
    {
        var clock = new TestClock();
        var speed = new SpeedMeter(clock);
        for (var second = 0; second <= 20; second++)
        {
            speed.Add(second < 10 ? 1_000 : 5_000);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        speed.BytesPerSecond.Should().Be(5_000);
    }
}
