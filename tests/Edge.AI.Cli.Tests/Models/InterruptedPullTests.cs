using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Models;

public sealed class InterruptedPullTests : ToolTest
{
    private const int Size = 16 * 1024 * 1024;

    // Bytes in the socket buffers of a killed process are lost and count as fetched, so the buffers must be small.
    private protected override int? SendBuffer => 64 * 1024;

    [Fact]
    public async Task A_pull_that_is_killed_twenty_times_at_random_moments_fetches_at_most_5_percent_twice()
    {
        const int Total = 192 * 1024 * 1024, Kills = 20; // a process without processor time leaves about 250 KB in its socket each time
        var random = new Random(1);
        var file = Serve(content: TinyModelBytes.Of(Total));
        for (var kill = 0; kill < Kills; kill++)
        {
            var gate = new Gate();
            file.Then(new ServedReply { WaitsAfter = random.Next(1, Total / Kills), Gate = gate });
            await using var tool = Start("models", "pull", "tiny");
            await gate.Reached; // The server has sent that much; the tool may have received less.
            await tool.KillAsync();
        }

        await PullWellAsync(file);

        var fetched = Server.Requests.Sum(request => request.BytesSent);
        TestContext.Current.SendDiagnosticMessage("fetched {0} of {1}", fetched, Total);
        fetched.Should().BeLessThanOrEqualTo(Total * 105L / 100);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ctrl_C_gives_exit_code_130_and_a_hint_and_the_next_pull_resumes(bool json)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGINT to send to another process");
        var file = Serve(content: TinyModelBytes.Of(Size)).Then(new ServedReply { WaitsAfter = Size / 2, Gate = new Gate() });
        await using var tool = Start(["models", "pull", "tiny", "--quiet", .. json ? ["--json"] : Array.Empty<string>()]);
        await ReceivedAsync(PathOf("tiny"), Size / 2);
        await tool.InterruptAsync();

        var (exitCode, output, errors) = await tool.EndAsync();

        (exitCode, output).Should().Be((130, ""));
        errors.Should().StartWith(json ? """{"type":"error","code":"EDGE_CANCELLED",""" : "EDGE_CANCELLED: ").And.Contain("The downloaded bytes are kept");
        await PullWellAsync(file);
        Server.Requests.Select(request => request.StatusCode).Should().Equal(200, 206);
    }

    private async Task PullWellAsync(ServedFile file)
    {
        (await RunAsync("models", "pull", "tiny", "--quiet")).Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));
        File.ReadAllBytes(PathOf("tiny")).AsSpan().SequenceEqual(file.Content).Should().BeTrue();
        (await RunAsync("models", "verify", "tiny")).ExitCode.Should().Be(0);
        Directory.EnumerateFiles(Path.Combine(Models, "tiny"), "*.partial*").Should().BeEmpty();
    }
}
