using Edge.AI.Sources;
using Edge.AI.Staging;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class StallWatchdogTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1023, true)]
    [InlineData(1024, false)]
    public void Bytes_that_only_trickle_are_a_stall(int bytesPerSecond, bool isStall)
    {
        var clock = new TestClock();
        using var watchdog = new StallWatchdog(new(Timeout, Floor: 1024), clock, default);

        Trickle(watchdog, clock, bytesPerSecond, seconds: 30);

        watchdog.HasStalled.Should().Be(isStall);
    }

    [Fact]
    public void Each_half_minute_counts_for_itself()
    {
        var clock = new TestClock();
        using var watchdog = new StallWatchdog(new(Timeout, Floor: 1024), clock, default);

        Trickle(watchdog, clock, bytesPerSecond: 1_000_000, seconds: 30);
        var beforeItSlowedDown = watchdog.HasStalled;
        Trickle(watchdog, clock, bytesPerSecond: 100, seconds: 30);

        (beforeItSlowedDown, watchdog.HasStalled).Should().Be((false, true));
        watchdog.Complaint("https://models.example/m", new OperationCanceledException()).Should().BeOfType<ModelDownloadException>()
            .Which.Message.Should().Contain("less than 1024 bytes a second for 30 s");
    }

    [Fact]
    public void Without_a_floor_a_byte_now_and_then_is_enough()
    {
        var clock = new TestClock();
        using var watchdog = new StallWatchdog(new(Timeout, Floor: 0), clock, default);

        Trickle(watchdog, clock, bytesPerSecond: 1, seconds: 300);

        watchdog.HasStalled.Should().BeFalse();
    }

    [Fact]
    public void Our_own_waits_are_nobody_s_stall()
    {
        var clock = new TestClock();
        using var watchdog = new StallWatchdog(new(Timeout, Floor: 1024), clock, default);

        clock.Advance(TimeSpan.FromSeconds(29));
        watchdog.Calm(); // A bandwidth limit made us wait.
        clock.Advance(TimeSpan.FromSeconds(29));
        var early = watchdog.HasStalled;
        clock.Advance(TimeSpan.FromSeconds(1));

        (early, watchdog.HasStalled).Should().Be((false, true));
    }

    [Fact]
    public void A_watchdog_that_is_dismissed_stalls_no_more()
    {
        var clock = new TestClock();
        var watchdog = new StallWatchdog(new(Timeout, Floor: 0), clock, default);
        watchdog.Dispose();

        clock.Advance(Timeout);

        watchdog.HasStalled.Should().BeFalse();
    }

    [Fact]
    public void The_options_tell_what_a_stall_is() =>
        TransferLimits.Of(new() { StallTimeout = TimeSpan.FromSeconds(7), MinBytesPerSecond = 9 }, TimeProvider.System).Stall.Should().Be(new StallRule(TimeSpan.FromSeconds(7), 9));

    private static void Trickle(StallWatchdog watchdog, TestClock clock, int bytesPerSecond, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            watchdog.Arrived(bytesPerSecond);
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
