using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Progress;

public sealed class ProgressTests
{
    [Fact]
    public async Task The_fraction_never_decreases_and_ends_at_exactly_one()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(new ServedReply { EndsAfter = 900_000 });
        file.Always = new() { IgnoresRange = true }; // A restart from zero in the middle.
        var progress = new ProgressLog<ProvisioningProgress>();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file), progress);

        var fractions = progress.Reports.Select(report => report.Fraction).ToList();
        fractions.Should().BeInAscendingOrder();
        (fractions[^1], progress.Reports[^1].State, progress.Reports[^1].Bytes).Should().Be((1.0, ProvisioningState.Completed, file.Content.Length));
    }

    [Fact]
    public async Task A_model_on_disk_is_reported_as_completed()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        await here.Provisioner.EnsureAsync(model);
        var progress = new ProgressLog<ProvisioningProgress>();

        await here.Provisioner.EnsureAsync(model, progress);

        progress.Reports.Select(report => (report.State, report.Fraction)).Should().Equal((ProvisioningState.Completed, 1.0));
    }

    [Fact]
    public async Task Several_files_are_counted_together()
    {
        await using var here = await Workplace.CreateAsync();
        var (first, second) = (here.Serve("a.gguf", length: 4096), here.Serve("b.gguf", length: 8192));
        var gate = new Gate();
        second.Then(new ServedReply { WaitsAfter = 4096, Gate = gate });
        var model = Workplace.ModelOf(first, second);

        var run = here.Provisioner.EnsureAsync(model);
        var seen = await here.ReachedAsync(model, progress => progress.Bytes == 8192);
        gate.Open();
        await run;

        (seen.FileName, seen.FileNumber, seen.FileCount, seen.TotalBytes, seen.Attempt).Should().Be(("b.gguf", 2, 2, 12288L, 1));
        seen.Fraction.Should().BeApproximately(8192 / 12288.0, 1e-9);
    }

    [Fact]
    public async Task Every_watcher_sees_the_end()
    {
        await using var here = await Workplace.CreateAsync();
        var gate = new Gate();
        var file = here.Serve().Then(new ServedReply { WaitsAfter = 1000, Gate = gate });
        var model = Workplace.ModelOf(file);
        var run = here.Provisioner.EnsureAsync(model);
        await gate.Reached;

        var watchers = Enumerable.Range(0, 10).Select(_ => LastAsync(here, model)).ToList();
        gate.Open();
        await run;

        (await Task.WhenAll(watchers)).Should().OnlyContain(last => last.State == ProvisioningState.Completed);
    }

    [Fact]
    public async Task A_failure_is_seen_with_its_error()
    {
        await using var here = await Workplace.CreateAsync();
        var gate = new Gate();
        var file = here.Serve().Then(ServedReply.Status(404) with { WaitsBeforeHeaders = true, Gate = gate });
        var model = Workplace.ModelOf(file);
        var run = here.Provisioner.EnsureAsync(model);
        await gate.Reached;
        var watcher = LastAsync(here, model);
        gate.Open();

        var last = await watcher;

        (last.State, last.Error).Should().Be((ProvisioningState.Failed, (await run.Invoking(task => task).Should().ThrowAsync<ModelDownloadException>()).Which));
    }

    [Fact]
    public async Task A_failure_is_seen_by_a_watcher_that_comes_after_it()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(ServedReply.Status(404));
        var model = Workplace.ModelOf(file);
        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>()).Which;

        var last = await LastAsync(here, model);

        (last.State, last.Error, last.Bytes).Should().Be((ProvisioningState.Failed, error, 0L));
    }

    [Fact]
    public async Task A_cancelled_run_is_seen_by_a_watcher_that_comes_after_it_with_the_bytes_on_disk()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, 1000);

        var last = await LastAsync(here, model);

        (last.State, last.Bytes).Should().Be((ProvisioningState.Cancelled, here.Provisioner.GetStatus(model).Files[0].BytesOnDisk));
    }

    [Fact]
    public async Task A_watcher_that_comes_after_the_next_start_does_not_see_the_failure_before_it()
    {
        await using var here = await Workplace.CreateAsync();
        var gate = new Gate();
        var file = here.Serve().Then(ServedReply.Status(404)).Then(new ServedReply { WaitsBeforeHeaders = true, Gate = gate });
        var model = Workplace.ModelOf(file);
        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>();

        var run = here.Provisioner.EnsureAsync(model);
        var last = LastAsync(here, model);
        gate.Open();

        (await last).State.Should().Be(ProvisioningState.Completed);
        await run;
    }

    [Fact]
    public async Task A_failure_is_forgotten_when_the_model_is_on_disk()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve().Then(ServedReply.Status(404)));
        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>();
        await here.NewProvisioner().EnsureAsync(model);

        (await LastAsync(here, model)).State.Should().Be(ProvisioningState.Completed);
    }

    [Fact]
    public async Task Who_watches_a_model_on_disk_sees_that_and_no_more()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        await here.Provisioner.EnsureAsync(model);
        here.Restart();

        (await LastAsync(here, model)).State.Should().Be(ProvisioningState.Completed);
    }

    [Fact]
    public async Task A_listener_that_throws_fails_its_own_call_only()
    {
        await using var here = await Workplace.CreateAsync();
        var gate = new Gate();
        var file = here.Serve().Then(new ServedReply { WaitsAfter = 1000, Gate = gate });
        var model = Workplace.ModelOf(file);
        var clumsy = here.Provisioner.EnsureAsync(model, new Clumsy());
        var careful = here.Provisioner.EnsureAsync(model);
        await gate.Reached;
        gate.Open();

        await careful;
        await clumsy.Invoking(task => task).Should().ThrowAsync<InvalidTimeZoneException>();
    }

    private static async Task<ProvisioningProgress> LastAsync(Workplace here, EdgeModel model) => await here.ReachedAsync(model, progress => progress.State is ProvisioningState.Completed or ProvisioningState.Failed or ProvisioningState.Cancelled);

    private sealed class Clumsy : IProgress<ProvisioningProgress>
    {
        public void Report(ProvisioningProgress value) => throw new InvalidTimeZoneException();
    }
}
