using Edge.AI.Pipeline;
using Edge.AI.Progress;
using Edge.AI.Staging;
using Edge.AI.Store;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class BandwidthTests
{
    private const int Length = 1024 * 1024;
    private const int Rate = 256 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_limit_holds_over_all_connections_together(int connections)
    {
        await using var here = await Workplace.CreateAsync();
        (here.Options.BandwidthLimit, here.Options.ConnectionsPerFile) = (Rate, connections);
        here.Restart();
        var begin = here.Clock.GetUtcNow();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        (here.Clock.GetUtcNow() - begin).TotalSeconds.Should().BeGreaterThanOrEqualTo((double)Length / Rate * 0.9);
    }

    [Fact]
    public async Task Without_a_limit_nobody_waits()
    {
        await using var here = await Workplace.CreateAsync();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        here.Clock.Skipped.Should().BeEmpty();
    }

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

    [Fact]
    public async Task A_third_download_waits_for_one_of_two_turns()
    {
        var turns = new DownloadTurns(2);
        var tracker = new ProgressTracker(new StoreLayout("models").PlaceOf(Workplace.ModelOf(new ModelFile("a.gguf", new("https://models.example/a.gguf"), 1, default))), new(), new TestClock());
        var first = await turns.TakeAsync(new(), tracker, default);
        using var second = await turns.TakeAsync(new(), tracker, default);

        var third = turns.TakeAsync(new(), tracker, default);
        var waited = !third.IsCompleted;
        first.Dispose();

        waited.Should().BeTrue();
        (await third.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData(-1)]
    public void A_limit_that_no_download_could_live_with_is_refused(long limit) =>
        new ProvisioningOptionsValidator().Validate(null, new() { BandwidthLimit = limit }).Failed.Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void There_are_1_to_8_connections(int connections) =>
        new ProvisioningOptionsValidator().Validate(null, new() { ConnectionsPerFile = connections }).Failed.Should().BeTrue();
}
