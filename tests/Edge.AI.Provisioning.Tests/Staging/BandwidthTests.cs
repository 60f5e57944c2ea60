using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

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
        (here.Options.MaxBytesPerSecond, here.Options.ConnectionsPerFile) = (Rate, connections);
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
}
