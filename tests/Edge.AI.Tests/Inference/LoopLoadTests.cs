using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

public sealed class LoopLoadTests : IDisposable
{
    private readonly SteppedLoop _loop = new(sequences: 2);

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void Running_and_waiting_requests_are_counted_with_the_wait_of_the_oldest_and_the_speed()
    {
        for (var request = 0; request < 4; request++)
            _loop.Submit(SteppedLoop.Noise(request, 8), maxTokens: 100);

        _loop.Step(5);

        var load = _loop.Loop.Load;
        (load.Slots, load.BusySlots, load.Queued).Should().Be((2, 2, 2));
        load.OldestWait.Should().BePositive();
        load.TokensPerSecond.Should().BeApproximately(200, 1, "two tokens in each step of 10 ms");
    }

    [Fact]
    public void An_idle_loop_has_no_load()
    {
        var load = _loop.Loop.Load;

        (load.BusySlots, load.Queued, load.OldestWait, load.TokensPerSecond).Should().Be((0, 0, TimeSpan.Zero, 0d));
    }
}
