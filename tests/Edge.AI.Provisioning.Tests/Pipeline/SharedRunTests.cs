using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Pipeline;

public sealed class SharedRunTests
{
    private const int Part = 300_000;

    [Fact]
    public async Task Any_number_of_callers_share_one_download()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, _, gate) = Gated(here);

        var calls = Enumerable.Range(0, 20).Select(_ => here.Provisioner.EnsureAsync(model)).ToList();
        await gate.Reached;
        calls.AddRange(Enumerable.Range(0, 20).Select(_ => here.Provisioner.EnsureAsync(model)));
        gate.Open();
        await Task.WhenAll(calls);

        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_the_others_alone()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, _, gate) = Gated(here);
        using var giveUp = new CancellationTokenSource();
        var patient = here.Provisioner.EnsureAsync(model);
        var impatient = here.Provisioner.EnsureAsync(model, cancellationToken: giveUp.Token);
        await gate.Reached;

        await giveUp.CancelAsync();
        await impatient.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        gate.Open();
        await patient;

        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task When_the_last_caller_gives_up_the_partial_stays()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();

        await here.InterruptAfterAsync(Workplace.ModelOf(file), file, Part);

        (await File.ReadAllBytesAsync(here.PartialOf())).Should().Equal(file.Content[..Part]);
        File.Exists(here.JournalOf()).Should().BeTrue();
        File.Exists(here.PathOf()).Should().BeFalse();
    }

    [Fact]
    public async Task When_the_last_caller_has_given_up_nothing_is_at_work_any_more()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        await here.InterruptAfterAsync(Workplace.ModelOf(file), file, Part);

        var exclusive = () => new FileStream(here.PartialOf(), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();

        exclusive.Should().NotThrow();
    }

    [Fact]
    public async Task An_error_reaches_every_caller_and_the_next_call_tries_anew()
    {
        await using var here = await Workplace.CreateAsync();
        var gate = new Gate();
        var file = here.Serve().Then(ServedReply.Status(404) with { WaitsBeforeHeaders = true, Gate = gate });
        var model = Workplace.ModelOf(file);
        var calls = Enumerable.Range(0, 5).Select(_ => here.Provisioner.EnsureAsync(model)).ToList();
        await gate.Reached;
        gate.Open();
        foreach (var call in calls)
            await call.Invoking(task => task).Should().ThrowAsync<ModelDownloadException>();

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Cancelling_a_model_ends_it_for_everybody()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, _, gate) = Gated(here);
        var calls = Enumerable.Range(0, 5).Select(_ => here.Provisioner.EnsureAsync(model)).ToList();
        await gate.Reached;
        await here.ReachedAsync(model, progress => progress.Bytes == Part);

        await here.Queue.CancelAsync(model);

        foreach (var call in calls)
            await call.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        File.Exists(here.PartialOf()).Should().BeTrue();
    }

    [Fact]
    public async Task Two_processes_download_a_model_once()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, _, gate) = Gated(here);

        var first = here.Provisioner.EnsureAsync(model);
        await gate.Reached;
        var second = here.NewProvisioner().EnsureAsync(model);
        gate.Open();
        await Task.WhenAll(first, second);

        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task The_second_process_takes_over_when_the_first_gives_up()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file, gate) = Gated(here);
        using var giveUp = new CancellationTokenSource();
        var first = here.Provisioner.EnsureAsync(model, cancellationToken: giveUp.Token);
        await gate.Reached;
        var second = here.NewProvisioner().EnsureAsync(model);

        await giveUp.CancelAsync();
        await first.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        await second;

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_paused_download_closes_its_connection_and_goes_on_from_there()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file, gate) = Gated(here);
        var run = here.Provisioner.EnsureAsync(model);
        await gate.Reached;
        await here.ReachedAsync(model, progress => progress.Bytes == Part);

        here.Queue.Pause(model);
        await here.ReachedAsync(model, progress => progress.State == ProvisioningState.Paused);
        var requestsWhilePaused = here.Server.Requests.Count;
        here.Queue.Resume(model);
        await run;

        requestsWhilePaused.Should().Be(1);
        here.Server.Requests.Select(request => request.Range).Should().Equal(null, $"bytes={Part}-");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_download_that_is_paused_before_it_begins_asks_nobody()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        here.Queue.Pause(model);

        var run = here.Provisioner.EnsureAsync(model);
        await here.ReachedAsync(model, progress => progress.State == ProvisioningState.Paused);
        var requestsWhilePaused = here.Server.Requests.Count;
        here.Queue.Resume(model);
        await run;

        requestsWhilePaused.Should().Be(0);
    }

    [Fact]
    public async Task A_paused_download_can_be_cancelled()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        here.Queue.Pause(model);
        var run = here.Provisioner.EnsureAsync(model);
        await here.ReachedAsync(model, progress => progress.State == ProvisioningState.Paused);

        await here.Queue.CancelAsync(model);

        await run.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    private static (EdgeModel Model, ServedFile File, Gate Gate) Gated(Workplace here)
    {
        var gate = new Gate();
        var file = here.Serve().Then(new ServedReply { WaitsAfter = Part, Gate = gate });
        return (Workplace.ModelOf(file), file, gate);
    }
}
