using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Models;

public sealed class RemoveTests : ToolTest
{
    [Fact]
    public async Task A_model_is_deleted_and_its_freed_bytes_are_reported()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");

        var remove = await RunAsync("models", "remove", "tiny", "--json");

        remove.ExitCode.Should().Be(0);
        remove.Lines.Should().ContainSingle().Which.GetProperty("bytes").GetInt64().Should().BeGreaterThanOrEqualTo(1024 * 1024);
        Directory.Exists(Path.Combine(Models, "tiny")).Should().BeFalse();
    }

    [Fact]
    public async Task Removing_a_model_that_is_not_on_disk_succeeds()
    {
        Serve();

        (await RunAsync("models", "remove", "tiny")).Should().Be(new ToolResult(0, $"tiny: nothing on disk{Environment.NewLine}", ""));
    }

    [Fact]
    public async Task A_name_that_leads_out_of_the_model_folder_is_refused()
    {
        var other = Directory.CreateDirectory(Path.Combine(Folder, "other")).FullName;

        var (exitCode, _, errors) = await RunAsync("models", "remove", "../other");

        exitCode.Should().Be(1);
        errors.Should().StartWith("EDGE_MODEL_UNKNOWN: ");
        Directory.Exists(other).Should().BeTrue();
    }
}
