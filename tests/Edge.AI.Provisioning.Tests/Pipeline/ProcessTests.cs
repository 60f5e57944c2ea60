using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Pipeline;

/// <summary>Real processes that want the same model, and processes that are killed.</summary>
public sealed class ProcessTests
{
    private const int Part = 300_000;
    private const string WaitsForAnother = "event 1004";

    [Fact]
    public async Task Of_two_processes_one_downloads_and_the_other_waits_with_progress_and_finds_the_model()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, gate) = Gated(here);
        await using var first = ProvisioningProcess.Start(here, model);
        await gate.Reached;
        await using var second = ProvisioningProcess.Start(here, model);
        await second.SaysAsync(line => line == WaitsForAnother);
        await second.SaysAsync(line => line == $"progress Pending {Part}");

        gate.Open();

        ((await first.EndAsync()).Done, (await second.EndAsync()).Done).Should().Be((true, true));
        here.Server.Requests.Should().ContainSingle();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(TinyModelBytes.Of(1024 * 1024));
    }

    [Fact]
    public async Task When_the_owner_is_killed_the_process_that_waits_takes_over()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, gate) = Gated(here);
        await using var owner = ProvisioningProcess.Start(here, model);
        await gate.Reached;
        await owner.SaysAsync(line => line == $"progress Downloading {Part}");
        await using var heir = ProvisioningProcess.Start(here, model);
        await heir.SaysAsync(line => line == WaitsForAnother);

        await owner.KillAsync();

        (await heir.EndAsync()).Done.Should().BeTrue();
        here.Server.Requests.Select(request => request.Range).Should().Equal(null, $"bytes={Part}-");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(TinyModelBytes.Of(1024 * 1024));
    }

    [Fact]
    public async Task Who_only_looks_does_not_fail_while_files_come_and_go()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        Directory.CreateDirectory(here.FolderOf());
        using var ended = new CancellationTokenSource();
        var coming = Task.Run(
            () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    File.WriteAllText(here.PartialOf(), "x");
                    File.WriteAllText(here.JournalOf(), "{}");
                    File.Delete(here.JournalOf());
                    File.Delete(here.PartialOf());
                }
            },
            TestContext.Current.CancellationToken);

        for (var look = 0; look < 30_000; look++)
            here.Provisioner.GetStatus(model);

        await ended.CancelAsync();
        await coming;
    }

    private static (EdgeModel Model, Gate Gate) Gated(Workplace here)
    {
        var gate = new Gate();
        return (Workplace.ModelOf(here.Serve().Then(new ServedReply { WaitsAfter = Part, Gate = gate })), gate);
    }
}
