using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Cli.Tests.Sources;

public sealed class HubPullTests : HubTest
{
    private const string Id = "hf--acme--bot-gguf--q4_k_m";

    // Bytes in the socket buffers of a killed process are lost and count as fetched, so the buffers must be small.
    private protected override int? SendBuffer => 64 * 1024;

    private string Pulled => Path.Combine(Models, Id, "Bot-Q4_K_M.gguf");

    [Fact]
    public async Task A_pulled_model_gets_a_folder_of_its_own_and_its_path_is_printed()
    {
        var file = ServeModel("Bot-Q4_K_M.gguf");
        ServeModel("Bot-Q8_0.gguf", new RandomLlama { Seed = 2 }.ToArray());
        ServeHub();

        var (exitCode, output, errors) = await RunAsync("models", "pull", $"hf:{Repository}", $"hf:{Repository}:Q8_0");

        exitCode.Should().Be(0, errors);
        output.Should().Be(Pulled + Environment.NewLine + Path.Combine(Models, "hf--acme--bot-gguf--q8_0", "Bot-Q8_0.gguf") + Environment.NewLine);
        errors.Should().Contain($"hf:{Repository}: Q4_K_M picked (").And.Contain("Others: Q8_0");
        File.ReadAllBytes(Pulled).Should().Equal(file.Content);
        (await RunAsync("models", "path", Id)).Output.Should().Be(Pulled + Environment.NewLine);
        (await RunAsync("models", "verify", Id)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Json_names_the_pick_and_the_model()
    {
        ServeModel("Bot-Q4_K_M.gguf");
        ServeHub();

        var pull = await RunAsync("models", "pull", $"hf:{Repository}", "--json");

        (pull.ExitCode, pull.Errors).Should().Be((0, ""));
        pull.LinesOf("picked").Should().ContainSingle().Which.GetProperty("picked").GetString().Should().Be("Q4_K_M");
        pull.LinesOf("pulled").Should().ContainSingle().Which.GetProperty("id").GetString().Should().Be(Id);
    }

    [Fact]
    public async Task A_pull_that_is_killed_resumes()
    {
        var file = ServeModel("Bot-Q4_K_M.gguf", Large());
        ServeHub();
        file.Then(ServedReply.Good, new ServedReply { WaitsAfter = file.Content.Length / 2, Gate = new Gate() }); // the first request reads the header
        await using (var tool = Start("models", "pull", $"hf:{Repository}"))
        {
            await ReceivedAsync(Pulled, file.Content.Length / 2);
            await tool.KillAsync();
        }

        var pull = await RunAsync("models", "pull", $"hf:{Repository}", "--quiet");

        pull.Should().Be(new ToolResult(0, Pulled + Environment.NewLine, ""));
        File.ReadAllBytes(Pulled).AsSpan().SequenceEqual(file.Content).Should().BeTrue();
        var last = Server.Requests[^1];
        last.StatusCode.Should().Be(206);
        last.BytesSent.Should().BeLessThan(file.Content.Length * 3L / 4);
    }

    [Fact]
    public async Task Files_are_requested_at_the_commit_of_the_list()
    {
        ServeModel("Bot-Q4_K_M.gguf");
        ServeHub();

        (await RunAsync("models", "pull", $"hf:{Repository}")).ExitCode.Should().Be(0);

        Server.Requests.Where(request => !request.Path.StartsWith("api/", StringComparison.Ordinal)).Should().OnlyContain(request => request.Path.Contains($"/resolve/{Commit}/"));
    }

    [Fact]
    public async Task Bytes_that_differ_from_the_digest_of_the_hub_never_become_a_model()
    {
        var file = ServeModel("Bot-Q4_K_M.gguf");
        ServeHub();
        file.Content = new RandomLlama { Name = "Evil Bot", Seed = 9 }.ToArray();

        (await RunAsync("models", "pull", $"hf:{Repository}", "--quiet")).Errors.Should().StartWith("EDGE_CHECKSUM_MISMATCH: ");

        File.Exists(Pulled).Should().BeFalse();
    }

    [Fact]
    public async Task A_typo_in_one_name_starts_no_download()
    {
        ServeModel("Bot-Q4_K_M.gguf");
        ServeHub();

        (await RunAsync("models", "pull", $"hf:{Repository}", $"hf:{Repository}:Q9_9")).ExitCode.Should().Be(1);

        Directory.Exists(Models).Should().BeFalse();
    }

    [Fact]
    public async Task Another_revision_has_a_folder_of_its_own()
    {
        ServeModel("Bot-Q4_K_M.gguf");
        var (info, _) = ServeHub();
        Server.Serve($"{Info}/revision/v1.0", info.Content);

        var (_, output, _) = await RunAsync("models", "pull", $"hf:{Repository}@v1.0", "--quiet");

        output.Should().Be(Path.Combine(Models, $"{Id}--v1.0", "Bot-Q4_K_M.gguf") + Environment.NewLine);
    }

    [Theory]
    [InlineData("--unknown", true)]
    [InlineData("--unused-for", false)]
    public async Task Pruning_unknown_models_keeps_those_of_the_hub_and_names_them(string option, bool stays)
    {
        ServeModel("Bot-Q4_K_M.gguf");
        ServeHub();
        await RunAsync("models", "pull", $"hf:{Repository}");

        var (exitCode, _, errors) = await RunAsync(["models", "prune", option, .. stays ? Array.Empty<string>() : ["0"]]);

        exitCode.Should().Be(0, errors);
        File.Exists(Pulled).Should().Be(stays);
        errors.Contains($"Kept, because they were pulled from the hub: {Id}.").Should().Be(stays);
    }

    private static byte[] Large() => new RandomLlama { Name = "Acme Bot", Layers = 4, Width = 256, FeedForward = 1024 }.ToArray();
}
