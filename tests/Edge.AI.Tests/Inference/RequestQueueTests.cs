using Edge.AI.Inference;
using Edge.AI.Testing;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

public sealed class RequestQueueTests : IDisposable
{
    private readonly SteppedLoop _loop = new(sequences: 1);
    private readonly TestClock _clock = new();

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task A_request_that_waits_longer_than_it_may_fails_as_busy()
    {
        var queue = new RequestQueue(maxLength: 10, TimeSpan.FromSeconds(30), freeSlots: () => 0, _clock);
        var waiting = Generation();
        queue.Add(waiting);

        _clock.Advance(TimeSpan.FromSeconds(29));
        var early = waiting.Unread;
        _clock.Advance(TimeSpan.FromSeconds(1));

        early.Should().Be(0);
        (await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(waiting).WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<EdgeBusyException>()).Which.Message.Should().Contain("30");
        queue.TryDrain(out _).Should().BeFalse();
    }

    [Fact]
    public void A_request_that_a_slot_took_in_time_is_left_alone()
    {
        var queue = new RequestQueue(maxLength: 10, TimeSpan.FromSeconds(30), freeSlots: () => 1, _clock);
        var taken = Generation();
        queue.Add(taken);
        queue.TryTake(_ => { }).Should().BeTrue();

        _clock.Advance(TimeSpan.FromHours(1));
        taken.Write(7);

        taken.Unread.Should().Be(1, "a stream that has ended takes nothing");
    }

    [Fact]
    public void Requests_that_nobody_waits_for_any_more_make_room_in_the_queue()
    {
        var queue = new RequestQueue(maxLength: 1, patience: null, freeSlots: () => 0, _clock);
        var gone = Generation();
        queue.Add(gone);
        FluentActions.Invoking(() => queue.Add(Generation())).Should().Throw<EdgeBusyException>();

        gone.Abandon();

        FluentActions.Invoking(() => queue.Add(Generation())).Should().NotThrow();
    }

    [Fact]
    public void A_queue_that_nobody_rings_sleeps()
    {
        var queue = new RequestQueue(maxLength: 1, patience: null, freeSlots: () => 1, _clock);
        var woken = false;
        var sleeper = new Thread(() =>
        {
            queue.WaitForRing(Timeout.InfiniteTimeSpan);
            woken = true;
        })
        { IsBackground = true };
        sleeper.Start();

        SpinWait.SpinUntil(() => sleeper.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(30)).Should().BeTrue();
        woken.Should().BeFalse();
        queue.Ring();

        sleeper.Join(TimeSpan.FromSeconds(30)).Should().BeTrue();
    }

    private Generation Generation()
    {
        var request = Prompts.Greedy([1, 2, 3]);
        return new(request, TokenSampler.For(request, _loop.Vocabulary), () => { }, () => { });
    }
}
