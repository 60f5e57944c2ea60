using Edge.AI.Native;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

public sealed class LoopEndTests : IDisposable
{
    private readonly SteppedLoop _loop = new(sequences: 1);

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task A_loop_that_ends_fails_running_and_waiting_requests_without_another_step()
    {
        var (running, waiting) = (_loop.Submit(SteppedLoop.Noise(1, 8)), _loop.Submit(SteppedLoop.Noise(2, 8)));
        _loop.Step(3);

        _loop.Loop.End();
        RunToEnd();

        (running.Unread, waiting.Unread).Should().Be((3, 0));
        foreach (var request in new[] { running, waiting })
            await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(request)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public void A_prompt_that_is_being_processed_is_aborted()
    {
        var request = _loop.Submit(SteppedLoop.Noise(1, 400));
        _loop.Clock.BeforeDecode = _loop.Loop.End;

        RunToEnd();

        request.Unread.Should().Be(0);
    }

    private void RunToEnd()
    {
        NativeGate.TryEnter().Should().BeTrue();
        _loop.Loop.Run().Should().BeTrue();
        NativeGate.Leave();
    }
}
