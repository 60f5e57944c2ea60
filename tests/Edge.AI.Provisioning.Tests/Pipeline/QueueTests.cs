using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Pipeline;

public sealed class QueueTests
{
    [Fact]
    public async Task A_model_of_high_priority_is_fetched_before_those_that_wait()
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.MaxConcurrentDownloads = 1;
        here.Restart();
        var gate = new Gate();
        var (first, normal, high) = (ModelOf("first", here.Serve("a.gguf").Then(new ServedReply { WaitsAfter = 0, Gate = gate })), ModelOf("normal", here.Serve("b.gguf")), ModelOf("high", here.Serve("c.gguf")));
        here.Queue.SetPriority(high, DownloadPriority.High);
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

        here.Queue.PauseAll();
        foreach (var model in models)
            await here.ReachedAsync(model, progress => progress.State == ProvisioningState.Paused);
        here.Queue.ResumeAll();
        await Task.WhenAll(runs);

        here.Server.Requests.Count(request => request.Range == "bytes=1000-").Should().Be(2);
    }

    [Fact]
    public async Task All_are_cancelled_together()
    {
        await using var here = await Workplace.CreateAsync();
        var (_, runs) = await TwoAsync(here);

        await here.Queue.CancelAllAsync();

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
}
