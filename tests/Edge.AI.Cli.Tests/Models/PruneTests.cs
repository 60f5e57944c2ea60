using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Models;

public sealed class PruneTests : ToolTest
{
    [Fact]
    public async Task A_dry_run_lists_what_it_would_delete_and_deletes_nothing()
    {
        var orphan = await PullAndLeaveAnOrphanAsync();

        var prune = await RunAsync("models", "prune", "--dry-run", "--json");

        prune.ExitCode.Should().Be(0);
        prune.LinesOf("pruned").Should().ContainSingle().Which.GetProperty("path").GetString().Should().Be(orphan);
        var total = prune.LinesOf("prunedTotal").Should().ContainSingle().Subject;
        (total.GetProperty("bytes").GetInt64(), total.GetProperty("dryRun").GetBoolean()).Should().Be((1000, true));
        File.Exists(orphan).Should().BeTrue();
    }

    [Fact]
    public async Task Leftovers_that_no_download_can_use_are_deleted_and_models_stay()
    {
        var orphan = await PullAndLeaveAnOrphanAsync();

        var (exitCode, output, errors) = await RunAsync("models", "prune");

        (exitCode, errors).Should().Be((0, ""));
        output.Should().StartWith(orphan).And.EndWith($"1 KB freed{Environment.NewLine}");
        File.Exists(orphan).Should().BeFalse();
        File.Exists(PathOf("tiny")).Should().BeTrue();
    }

    [Theory]
    [InlineData("30", true)]
    [InlineData("0", false)]
    public async Task Models_are_deleted_only_if_they_were_unused_for_long_enough(string days, bool stays)
    {
        await PullAndLeaveAnOrphanAsync();

        (await RunAsync("models", "prune", "--unused-for", days)).ExitCode.Should().Be(0);

        File.Exists(PathOf("tiny")).Should().Be(stays);
    }

    [Fact]
    public async Task Unknown_models_are_deleted_only_on_request_and_models_of_a_manifest_stay()
    {
        await PullAndLeaveAnOrphanAsync();

        await RunAsync("models", "prune", "--unknown");
        File.Exists(PathOf("tiny")).Should().BeTrue("the manifest contains it");

        await using var tool = ToolProcess.Start([new("EDGE_AI_HOME", Models)], ["models", "prune", "--unknown"]);
        (await tool.EndAsync()).ExitCode.Should().Be(0);
        File.Exists(PathOf("tiny")).Should().BeFalse();
    }

    private async Task<string> PullAndLeaveAnOrphanAsync()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");
        var orphan = PathOf("tiny") + ".partial";
        await File.WriteAllBytesAsync(orphan, new byte[1000]);
        return orphan;
    }
}
