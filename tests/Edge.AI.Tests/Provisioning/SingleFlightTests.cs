using Edge.AI.Common;

namespace Edge.AI.Tests.Provisioning;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<int> _flights = new();
    private int _runs;

    [Fact]
    public async Task Who_comes_during_a_run_shares_it_and_who_comes_after_starts_another()
    {
        var end = new TaskCompletionSource();

        var together = Enumerable.Range(0, 10).Select(_ => RunAsync(_ => end.Task)).ToList();
        end.SetResult();

        (await Task.WhenAll(together)).Should().AllBeEquivalentTo(1);
        (await RunAsync(_ => Task.CompletedTask)).Should().Be(2);
    }

    [Fact]
    public async Task Different_keys_do_not_wait_for_each_other()
    {
        var end = new TaskCompletionSource();
        var slow = RunAsync(_ => end.Task);

        (await _flights.RunAsync("other", _ => Task.FromResult(42), default)).Should().Be(42);

        end.SetResult();
        await slow;
    }

    [Fact]
    public async Task Who_comes_while_a_cancelled_run_is_still_ending_starts_another()
    {
        var (cancelled, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var giveUp = new CancellationTokenSource();
        var first = RunAsync(
            token =>
            {
                token.Register(cancelled.SetResult);
                return end.Task;
            },
            giveUp.Token);
        await giveUp.CancelAsync();
        await cancelled.Task;

        var second = await RunAsync(_ => Task.CompletedTask).WaitAsync(TimeSpan.FromSeconds(30));
        var firstWasStillEnding = !first.IsCompleted;
        end.SetResult();

        (second, firstWasStillEnding).Should().Be((2, true));
        await first.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_starts_nothing()
    {
        await this.Invoking(it => it.RunAsync(_ => Task.CompletedTask, new(canceled: true))).Should().ThrowAsync<OperationCanceledException>();

        _runs.Should().Be(0);
    }

    [Fact]
    public async Task Any_mix_of_callers_who_come_and_give_up_ends()
    {
        var callers = Enumerable.Range(0, 200).Select(async number =>
        {
            using var giveUp = new CancellationTokenSource();
            var call = RunAsync(token => Task.Delay(Timeout.Infinite, token), giveUp.Token);
            await Task.Yield();
            await giveUp.CancelAsync();
            await call.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        });

        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private Task<int> RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default) => _flights.RunAsync(
        "key",
        async token =>
        {
            var run = Interlocked.Increment(ref _runs);
            await work(token);
            return run;
        },
        cancellationToken);
}
