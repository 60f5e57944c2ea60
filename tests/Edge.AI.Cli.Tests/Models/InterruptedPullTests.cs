using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Models;

public sealed class InterruptedPullTests : ToolTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_pull_that_is_killed_again_and_again_ends_with_a_verified_model(int seed)
    {
        var random = new Random(seed);
        var file = Serve(content: TinyModelBytes.Of(16 * 1024 * 1024));
        for (var kill = 1; kill <= 5; kill++)
        {
            var gate = new Gate();
            file.Then(new ServedReply { WaitsAfter = random.Next(2 * 1024 * 1024), Gate = gate });
            await using var tool = Start("models", "pull", "tiny");
            await gate.Reached;
            await tool.KillAsync();
        }

        (await RunAsync("models", "pull", "tiny", "--quiet")).Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));

        File.ReadAllBytes(PathOf("tiny")).Should().Equal(file.Content);
        (await RunAsync("models", "verify", "tiny")).ExitCode.Should().Be(0);
        Directory.EnumerateFiles(Path.Combine(Models, "tiny"), "*.partial*").Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ctrl_C_ends_with_130_and_a_hint_and_the_next_pull_goes_on(bool json)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGINT to send to another process");
        var gate = new Gate();
        var file = Serve(content: TinyModelBytes.Of(4 * 1024 * 1024)).Then(new ServedReply { WaitsAfter = 3 * 1024 * 1024, Gate = gate });
        await using var tool = Start(["models", "pull", "tiny", "--quiet", .. json ? ["--json"] : Array.Empty<string>()]);
        await gate.Reached;
        await tool.InterruptAsync();

        var (exitCode, output, errors) = await tool.EndAsync();

        (exitCode, output).Should().Be((130, ""));
        errors.Should().StartWith(json ? """{"type":"error","code":"EDGE_CANCELLED",""" : "EDGE_CANCELLED: ").And.Contain("What was downloaded stays");
        (await RunAsync("models", "pull", "tiny")).ExitCode.Should().Be(0);
        Server.Requests[^1].StatusCode.Should().Be(206, "it asks for the rest of {0} bytes only", file.Content.Length);
    }
}
