using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Models;

public sealed class RemoveTests : ToolTest
{
    [Fact]
    public async Task A_removed_model_is_gone_and_its_bytes_are_told()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");

        var remove = await RunAsync("models", "remove", "tiny", "--json");

        remove.ExitCode.Should().Be(0);
        remove.Lines.Should().ContainSingle().Which.GetProperty("bytes").GetInt64().Should().BeGreaterThanOrEqualTo(1024 * 1024);
        Directory.Exists(Path.Combine(Models, "tiny")).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_not_there_is_removed_already()
    {
        Serve();

        (await RunAsync("models", "remove", "tiny")).Should().Be(new ToolResult(0, $"tiny: nothing on disk{Environment.NewLine}", ""));
    }

    [Fact]
    public async Task A_name_that_leads_out_of_the_model_folder_is_no_model()
    {
        var other = Directory.CreateDirectory(Path.Combine(Folder, "other")).FullName;

        var (exitCode, _, errors) = await RunAsync("models", "remove", "../other");

        exitCode.Should().Be(1);
        errors.Should().StartWith("EDGE_MODEL_UNKNOWN: ");
        Directory.Exists(other).Should().BeTrue();
    }
}
