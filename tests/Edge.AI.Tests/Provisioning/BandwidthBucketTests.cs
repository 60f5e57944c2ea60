using Edge.AI.Sources;
using Edge.AI.Staging;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class BandwidthBucketTests
{
    [Fact]
    public async Task A_limit_that_is_lifted_lets_go_within_a_second()
    {
        var clock = new TestClock { SkipsWaitsUpTo = TimeSpan.FromSeconds(1) };
        var asked = 0;
        var bucket = new BandwidthBucket(() => ++asked < 4 ? 1024 : null, clock);
        using var watchdog = new StallWatchdog(new(TimeSpan.FromMinutes(1), 0), clock, default);

        await bucket.PayAsync(1024 * 1024, watchdog, default);

        clock.Skipped.Sum(wait => wait.TotalSeconds).Should().BeLessThanOrEqualTo(3);
    }

    [Fact]
    public void A_low_limit_is_paid_in_small_portions()
    {
        var bucket = new BandwidthBucket(() => 10_000, new TestClock());

        bucket.Portion(256 * 1024).Should().Be(4096);
    }
}
