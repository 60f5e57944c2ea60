using Edge.AI.Progress;
using Edge.AI.Staging;
using Edge.AI.Store;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class QueueTests
{
    private const int Length = 1024 * 1024;
    private const int Needed = (Length * 11 / 10) + 1;

    [Fact]
    public async Task Room_is_needed_for_everything_that_is_queued()
    {
        await using var here = await Workplace.CreateAsync();
        here.FreeBytes = (2 * Needed) - 1;
        var gate = new Gate();
        var first = here.Provisioner.EnsureAsync(ModelOf("first", here.Serve("a.gguf").Then(new ServedReply { WaitsAfter = 0, Gate = gate })));
        await gate.Reached;

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(ModelOf("second", here.Serve("b.gguf")))).Should().ThrowAsync<InsufficientStorageException>()).Which;
        gate.Open();
        await first;

        (error.Required, error.Available).Should().Be((2 * Needed, (2 * Needed) - 1));
        error.Message.Should().Contain("'second' needs 1.2 MB").And.Contain("other downloads to that volume 1.2 MB");
        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task What_has_ended_needs_no_room_any_more()
    {
        await using var here = await Workplace.CreateAsync();
        here.FreeBytes = Needed;
        await here.Provisioner.EnsureAsync(ModelOf("first", here.Serve("a.gguf")));
        var broken = here.Serve("b.gguf");
        broken.Always = ServedReply.Status(404);
        await here.Provisioner.Invoking(it => it.EnsureAsync(ModelOf("second", broken))).Should().ThrowAsync<ModelDownloadException>();

        await here.Provisioner.EnsureAsync(ModelOf("third", here.Serve("c.gguf")));

        here.Store.List().Select(model => model.Id).Should().Equal("first", "third");
    }

    [Fact]
    public async Task The_highest_priority_is_next_and_among_equals_who_came_first()
    {
        var (turns, tracker) = (new DownloadTurns(1), Tracker());
        var running = await turns.TakeAsync(new(), tracker, default);
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
            using var turn = await turns.TakeAsync(control, tracker, default);
            order.Add(name);
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nobody_s_turn()
    {
        var (turns, tracker) = (new DownloadTurns(1), Tracker());
        var running = await turns.TakeAsync(new(), tracker, default);
        using var giveUp = new CancellationTokenSource();
        var impatient = turns.TakeAsync(new() { Priority = DownloadPriority.High }, tracker, giveUp.Token);
        var patient = turns.TakeAsync(new(), tracker, default);

        await giveUp.CancelAsync();
        await impatient.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        running.Dispose();

        (await patient.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
    }

    [Fact]
    public async Task A_model_of_high_priority_is_fetched_before_those_that_wait()
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.MaxConcurrentDownloads = 1;
        here.Restart();
        var gate = new Gate();
        var (first, normal, high) = (ModelOf("first", here.Serve("a.gguf").Then(new ServedReply { WaitsAfter = 0, Gate = gate })), ModelOf("normal", here.Serve("b.gguf")), ModelOf("high", here.Serve("c.gguf")));
        here.Provisioner.SetPriority(high, DownloadPriority.High);
        var runs = new List<Task> { here.Provisioner.EnsureAsync(first) };
        await gate.Reached;
        foreach (var model in new[] { normal, high })
        {
            runs.Add(here.Provisioner.EnsureAsync(model));
            await here.ReachedAsync(model, progress => progress.FileNumber == 1);
        }

        gate.Open();
        await Task.WhenAll(runs);

        here.Server.Requests.Select(request => request.Path).Should().Equal("a.gguf", "c.gguf", "b.gguf");
    }

    [Fact]
    public async Task All_are_paused_and_go_on_together()
    {
        await using var here = await Workplace.CreateAsync();
        var (models, runs) = await TwoAsync(here);

        await here.Provisioner.PauseAllAsync();
        foreach (var model in models)
            await here.ReachedAsync(model, progress => progress.State == ProvisioningState.Paused);
        await here.Provisioner.ResumeAllAsync();
        await Task.WhenAll(runs);

        here.Server.Requests.Count(request => request.Range == "bytes=1000-").Should().Be(2);
    }

    [Fact]
    public async Task All_are_cancelled_together()
    {
        await using var here = await Workplace.CreateAsync();
        var (_, runs) = await TwoAsync(here);

        await here.Provisioner.CancelAllAsync();

        foreach (var run in runs)
            await run.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task<(EdgeModel[] Models, List<Task<ProvisionedModel>> Runs)> TwoAsync(Workplace here)
    {
        var files = ((string[])["a.gguf", "b.gguf"]).Select(name => here.Serve(name).Then(new ServedReply { WaitsAfter = 1000, Gate = new() })).ToArray();
        var models = files.Select(file => ModelOf(file.Uri.LocalPath[1..2], file)).ToArray();
        var runs = models.Select(model => here.Provisioner.EnsureAsync(model)).ToList();
        foreach (var model in models)
            await here.ReachedAsync(model, progress => progress.Bytes == 1000);
        return (models, runs);
    }

    private static EdgeModel ModelOf(string id, ServedFile file) => Workplace.ModelOf(file) with { Id = id };

    private static ProgressTracker Tracker() =>
        new(new StoreLayout("models").PlaceOf(Workplace.ModelOf(new ModelFile("a.gguf", new("https://models.example/a.gguf"), 1, default))), new(), new TestClock());
}
