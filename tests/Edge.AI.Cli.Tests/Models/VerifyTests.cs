using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Models;

public sealed class VerifyTests : ToolTest
{
    [Fact]
    public async Task Without_a_name_every_model_on_disk_is_read()
    {
        Serve("one");
        Serve("two");
        await RunAsync("models", "pull", "one", "two");

        (await RunAsync("models", "verify", "--quiet")).Should().Be(new ToolResult(0, $"one: intact{Environment.NewLine}two: intact{Environment.NewLine}", ""));
    }

    [Fact]
    public async Task Json_lines_report_the_progress_of_verification()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");

        var verify = await RunAsync("models", "verify", "tiny", "--json");

        verify.LinesOf("progress").Should().OnlyContain(line => line.GetProperty("state").GetString() == "verifying" && line.GetProperty("id").GetString() == "tiny");
        verify.LinesOf("verified").Should().ContainSingle();
    }

    [Fact]
    public async Task A_changed_byte_gives_exit_code_1()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");
        var bytes = File.ReadAllBytes(PathOf("tiny"));
        bytes[^1] ^= 1;
        File.WriteAllBytes(PathOf("tiny"), bytes);

        var verify = await RunAsync("models", "verify", "tiny-alias", "--json");

        verify.ExitCode.Should().Be(1);
        verify.LinesOf("verified").Should().ContainSingle().Which.GetProperty("intact").GetBoolean().Should().BeFalse();
        verify.ErrorLines.Should().ContainSingle().Which.GetProperty("code").GetString().Should().Be("EDGE_CHECKSUM_MISMATCH");
    }

    [Fact]
    public async Task A_model_that_is_not_on_disk_is_an_error()
    {
        Serve();

        var (exitCode, output, errors) = await RunAsync("models", "verify", "tiny");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_OFFLINE: ").And.Contain("edge-ai models pull tiny");
    }
}
