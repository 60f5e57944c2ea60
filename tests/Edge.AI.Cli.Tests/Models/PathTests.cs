using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Models;

public sealed class PathTests : ToolTest
{
    [Fact]
    public async Task Only_the_path_of_the_model_is_printed()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");

        (await RunAsync("models", "path", "tiny-alias")).Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));
    }

    [Fact]
    public async Task A_model_that_is_in_no_catalogue_any_more_is_found_by_its_id()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");

        await using var tool = ToolProcess.Start([new("EDGE_AI_HOME", Models)], ["models", "path", "tiny"]);

        (await tool.EndAsync()).Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_copy_that_the_user_may_only_read_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Only root on Linux can start a process as another user.");
        Serve();
        await RunAsync("models", "pull", "tiny");
        var copy = PathOf("tiny") + ".copy";
        File.Copy(PathOf("tiny"), copy);
        File.Move(copy, PathOf("tiny"), overwrite: true);
        File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        (await RunAsOtherAsync("models", "path", "tiny", "--offline")).Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));
        (await RunAsOtherAsync("models", "verify", "tiny", "--quiet")).Should().Be(new ToolResult(0, $"tiny: intact{Environment.NewLine}", ""));
        (await RunAsOtherAsync("models", "pull", "tiny", "--offline", "--quiet")).Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));
    }

    [Fact]
    public async Task The_path_of_a_split_model_is_that_of_its_first_part()
    {
        ServeParts("big", "big-00002-of-00002.gguf", "big-00001-of-00002.gguf");
        await RunAsync("models", "pull", "big");

        (await RunAsync("models", "path", "big")).Output.Should().Be(Path.Combine(Models, "big", "big-00001-of-00002.gguf") + Environment.NewLine);
        await using var without = ToolProcess.Start([new("EDGE_AI_HOME", Models)], ["models", "path", "big"]);
        (await without.EndAsync()).Output.Should().Be(Path.Combine(Models, "big", "big-00001-of-00002.gguf") + Environment.NewLine);
    }

    [Fact]
    public async Task A_model_that_is_not_on_disk_is_an_error_with_a_hint_and_no_download()
    {
        Serve();

        var (exitCode, output, errors) = await RunAsync("models", "path", "tiny");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().Be($"EDGE_OFFLINE: 'tiny' is not on disk.{Environment.NewLine}Download it with 'edge-ai models pull tiny'.{Environment.NewLine}");
        Server.Requests.Should().BeEmpty();
    }
}
