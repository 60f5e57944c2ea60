using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Models;

public sealed class PathTests : ToolTest
{
    [Fact]
    public async Task The_path_of_a_model_is_all_that_is_printed()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");

        (await RunAsync("models", "path", "tiny-alias")).Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));
    }

    [Fact]
    public async Task A_model_that_no_catalogue_has_any_more_is_found_by_its_id()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");

        await using var tool = ToolProcess.Start([new("EDGE_AI_HOME", Models)], ["models", "path", "tiny"]);

        (await tool.EndAsync()).Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));
    }

    [Fact]
    public async Task A_model_that_is_not_on_disk_is_not_fetched_but_a_hint_says_how()
    {
        Serve();

        var (exitCode, output, errors) = await RunAsync("models", "path", "tiny");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().Be($"EDGE_OFFLINE: 'tiny' is not on disk.{Environment.NewLine}Bring it with 'edge-ai models pull tiny'.{Environment.NewLine}");
        Server.Requests.Should().BeEmpty();
    }
}
