using Edge.AI.Provisioning.Tests;
using Edge.AI.Staging;
using Edge.AI.Store;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class DownloadTurnsTests
{
    [Fact]
    public async Task The_highest_priority_is_next_and_among_equals_who_came_first()
    {
        var turns = new DownloadTurns(1);
        var running = await turns.TakeAsync(Run(), default);
        var order = new List<string>();
        var (late, low) = (new DownloadControl(), new DownloadControl { Priority = DownloadPriority.Low });
        var waiting = new[]
        {
            TakeAsync("low", low),
            TakeAsync("normal", new()),
            TakeAsync("second normal", new()),
            TakeAsync("high", new() { Priority = DownloadPriority.High }),
            TakeAsync("raised while it waits", late),
        };
        late.Priority = DownloadPriority.High;

        running.Dispose();
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(30));

        order.Should().Equal("high", "raised while it waits", "normal", "second normal", "low");

        async Task TakeAsync(string name, DownloadControl control)
        {
            using var turn = await turns.TakeAsync(Run(control), default);
            order.Add(name);
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nobody_s_turn()
    {
        var turns = new DownloadTurns(1);
        var running = await turns.TakeAsync(Run(), default);
        using var giveUp = new CancellationTokenSource();
        var impatient = turns.TakeAsync(Run(new DownloadControl { Priority = DownloadPriority.High }), giveUp.Token);
        var patient = turns.TakeAsync(Run(), default);

        await giveUp.CancelAsync();
        await impatient.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        running.Dispose();

        (await patient.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
    }

    [Fact]
    public async Task A_third_download_waits_for_one_of_two_turns()
    {
        var turns = new DownloadTurns(2);
        var first = await turns.TakeAsync(Run(), default);
        using var second = await turns.TakeAsync(Run(), default);

        var third = turns.TakeAsync(Run(), default);
        var waited = !third.IsCompleted;
        first.Dispose();

        waited.Should().BeTrue();
        (await third.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
    }

    private static ProvisioningRun Run(DownloadControl? control = null)
    {
        var place = new StoreLayout("models").PlaceOf(Workplace.ModelOf(Workplace.FileOf(1)));
        return new(place, new(place.Model, new(), new TestClock()), control ?? new(), CancellationToken.None);
    }
}
