using System.Diagnostics;
using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Models;

public sealed class PullTests : ToolTest
{
    [Fact]
    public async Task A_sealed_model_is_found_after_it_was_copied_without_its_times()
    {
        Serve();
        var pulled = await RunAsync("models", "pull", "tiny", "--seal", "--quiet");
        var copy = PathOf("tiny") + ".copy";
        File.Copy(PathOf("tiny"), copy);
        File.Move(copy, PathOf("tiny"), overwrite: true);
        File.SetLastWriteTimeUtc(PathOf("tiny"), new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        pulled.Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));
        (await RunAsync("models", "list", "--downloaded", "--json")).LinesOf("model").Should().ContainSingle().Which.GetProperty("id").GetString().Should().Be("tiny");
    }

    [Fact]
    public async Task The_path_of_each_model_goes_to_standard_output_and_nothing_else()
    {
        var (one, two) = (Serve("one", TinyModelBytes.Of(1024 * 1024, seed: 1)), Serve("two", TinyModelBytes.Of(1024 * 1024, seed: 2)));

        var (exitCode, output, errors) = await RunAsync("models", "pull", "two", "one", "two-alias");

        exitCode.Should().Be(0);
        output.Should().Be(PathOf("two") + Environment.NewLine + PathOf("one") + Environment.NewLine);
        errors.Should().Contain("one: downloading").And.Contain("two: completed");
        File.ReadAllBytes(PathOf("one")).Should().Equal(one.Content);
        File.ReadAllBytes(PathOf("two")).Should().Equal(two.Content);
    }

    [Fact]
    public async Task Quiet_prints_only_the_result()
    {
        Serve();

        (await RunAsync("models", "pull", "tiny", "--quiet")).Should().Be(new ToolResult(0, PathOf("tiny") + Environment.NewLine, ""));
    }

    [Fact]
    public async Task Json_lines_report_progress_that_never_decreases_and_ends_at_1()
    {
        Serve(content: TinyModelBytes.Of(8 * 1024 * 1024)).Then(new ServedReply { BreaksAfter = 5 * 1024 * 1024 }); // a restart in the middle

        var pull = await RunAsync("models", "pull", "tiny", "--json");

        (pull.ExitCode, pull.Errors).Should().Be((0, ""));
        var progress = pull.LinesOf("progress");
        progress.Select(line => line.GetProperty("fraction").GetDouble()).Should().BeInAscendingOrder().And.EndWith(1.0);
        progress.Select(line => line.GetProperty("state").GetString()).Should().Contain("downloading").And.EndWith("completed");
        progress.Should().OnlyContain(line => line.GetProperty("id").GetString() == "tiny" && line.GetProperty("totalBytes").GetInt64() == 8 * 1024 * 1024);
        pull.Lines[^1].ToString().Should().Be($$"""{"type":"pulled","id":"tiny","folder":"{{Path.Combine(Models, "tiny")}}","path":"{{PathOf("tiny")}}","files":["{{PathOf("tiny")}}"]}""");
    }

    [Fact]
    public async Task A_model_on_disk_needs_no_request()
    {
        Serve();
        await RunAsync("models", "pull", "tiny");
        var before = Server.Requests.Count;

        var (exitCode, output, _) = await RunAsync("models", "pull", "tiny", "--offline");

        (exitCode, output).Should().Be((0, PathOf("tiny") + Environment.NewLine));
        Server.Requests.Should().HaveCount(before);
    }

    [Fact]
    public async Task One_failure_of_several_models_gives_exit_code_1_and_the_others_are_pulled()
    {
        Serve("good");
        Serve("gone").Always = ServedReply.Status(404);

        var pull = await RunAsync("models", "pull", "gone", "good", "--json");

        pull.ExitCode.Should().Be(1);
        pull.LinesOf("pulled").Should().ContainSingle().Which.GetProperty("id").GetString().Should().Be("good");
        var error = pull.ErrorLines.Should().ContainSingle().Subject;
        error.GetProperty("code").GetString().Should().Be("EDGE_DOWNLOAD_REJECTED");
        error.GetProperty("id").GetString().Should().Be("gone");
    }

    [Fact]
    public async Task An_unknown_name_starts_no_download()
    {
        Serve();

        var (exitCode, output, errors) = await RunAsync("models", "pull", "tiny", "tinny");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_MODEL_UNKNOWN: ").And.Contain("'tiny'").And.Contain("--manifest").And.NotContain("   at ");
        Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Offline_makes_no_request()
    {
        Serve();

        var (exitCode, output, errors) = await RunAsync("models", "pull", "tiny", "--offline", "--quiet");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_OFFLINE: ").And.Contain("--offline");
        Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Bytes_with_another_digest_are_an_error_and_never_become_a_model()
    {
        var file = Serve();
        file.Content = TinyModelBytes.Of(file.Content.Length, seed: 2);

        var (exitCode, output, errors) = await RunAsync("models", "pull", "tiny", "--quiet");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_CHECKSUM_MISMATCH: ");
        File.Exists(PathOf("tiny")).Should().BeFalse();
    }

    [Fact]
    public async Task The_model_folder_is_the_one_of_the_option()
    {
        Serve();
        var other = Path.Combine(Folder, "other");

        var (exitCode, output, _) = await RunAsync("models", "pull", "tiny", "--models-dir", other);

        (exitCode, output).Should().Be((0, Path.Combine(other, "tiny", "tiny.gguf") + Environment.NewLine));
        Directory.Exists(Models).Should().BeFalse();
    }

    [Fact]
    public async Task Several_connections_share_a_file()
    {
        var file = Serve(content: TinyModelBytes.Of(32 * 1024 * 1024));

        (await RunAsync("models", "pull", "tiny", "--connections", "4")).ExitCode.Should().Be(0);

        Server.Requests.Should().HaveCountGreaterThan(1);
        File.ReadAllBytes(PathOf("tiny")).AsSpan().SequenceEqual(file.Content).Should().BeTrue();
    }

    [Fact]
    public async Task A_limit_holds_over_all_models_together()
    {
        Serve("one");
        Serve("two");
        var watch = Stopwatch.StartNew();

        (await RunAsync("models", "pull", "one", "two", "--limit", "512KiB/s")).ExitCode.Should().Be(0);

        watch.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(2), "2 MiB take 4 seconds, minus the initial burst");
    }

    [Fact]
    public async Task Verbose_adds_the_stack_trace()
    {
        Serve();

        (await RunAsync("models", "pull", "tiny", "--offline", "--verbose")).Errors.Should().Contain("   at ");
        (await RunAsync("models", "pull", "tinny", "--verbose", "--json")).ErrorLines[^1].GetProperty("stack").GetString().Should().Contain("   at ");
    }
}
