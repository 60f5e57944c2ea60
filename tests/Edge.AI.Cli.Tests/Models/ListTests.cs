using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Models;

public sealed class ListTests : ToolTest
{
    [Fact]
    public async Task The_list_shows_which_models_are_on_disk()
    {
        Serve("here");
        Serve("there");
        await RunAsync("models", "pull", "here");

        var (exitCode, output, errors) = await RunAsync("models", "list");

        (exitCode, errors).Should().Be((0, ""));
        var rows = output.Split(Environment.NewLine).Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        rows.Should().ContainSingle(row => row.Length > 0 && row[0] == "here").Which.Should().Equal("here", "1", "MB", "yes", "128", "chat", "MIT");
        rows.Should().ContainSingle(row => row.Length > 0 && row[0] == "there").Which.Should().Equal("there", "1", "MB", "128", "chat", "MIT");
        rows.Should().Contain(row => row.Length > 0 && row[0] == "phi-3-mini-4k-instruct", "the manifest is added to the catalogue");
    }

    [Fact]
    public async Task Downloaded_lists_only_models_on_disk()
    {
        Serve("here");
        Serve("there");
        await RunAsync("models", "pull", "here");

        var list = await RunAsync("models", "list", "--downloaded", "--json");

        var model = list.LinesOf("model").Should().ContainSingle().Subject;
        model.GetProperty("id").GetString().Should().Be("here");
        model.GetProperty("onDisk").GetBoolean().Should().BeTrue();
    }
}
