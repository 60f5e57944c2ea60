using System.Text.Json;
using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Cli.Tests.Manifests;

/// <summary>Unusual answers of servers to requests for the facts of a file.</summary>
public sealed class RemoteFilesTests : ToolTest
{
    [Fact]
    public async Task The_whole_file_is_requested_from_a_server_that_refuses_ranges()
    {
        var file = Server.Serve("bot.gguf", new RandomLlama().ToArray());
        file.ForRanges = ServedReply.Status(403);

        (await AddAsync(file)).Should().Be((0, "", file.Content.Length));
    }

    [Fact]
    public async Task The_extra_bytes_of_a_206_that_begins_too_early_are_skipped()
    {
        var file = Server.Serve("bot.gguf", new RandomLlama { VocabularySize = 60_000, Width = 32, Heads = 1, KeyValueHeads = 1 }.ToArray());
        file.ForRanges = new() { StatusCode = 206, Body = file.Content, Headers = [("Content-Range", $"bytes 0-{file.Content.Length - 1}/{file.Content.Length}")] };

        (await AddAsync(file)).Should().Be((0, "", file.Content.Length));
    }

    [Fact]
    public async Task Compressed_bytes_are_refused()
    {
        var file = Server.Serve("bot.gguf", new RandomLlama().ToArray());
        file.Always = new() { Headers = [("Content-Encoding", "gzip")] };

        var (exitCode, errors, _) = await AddAsync(file);

        exitCode.Should().Be(1);
        errors.Should().StartWith("EDGE_DOWNLOAD_REJECTED").And.Contain("Content-Encoding 'gzip'");
    }

    [Fact]
    public async Task A_request_to_a_server_that_stops_sending_ends()
    {
        var file = Server.Serve("bot.gguf", new RandomLlama().ToArray());
        file.Always = new() { WaitsAfter = 1000, Gate = new() };
        Variables.Add(new("EdgeAI__StallTimeout", "00:00:01"));

        var (exitCode, errors, _) = await AddAsync(file);

        exitCode.Should().Be(1);
        errors.Should().StartWith("EDGE_DOWNLOAD_STALLED");
    }

    [Fact]
    public async Task An_environment_variable_of_another_tool_does_not_affect_commands_without_network()
    {
        Variables.AddRange([new("HF_ENDPOINT", "localhost:8080"), new("HF_TOKEN", "a\nb"), new("HF_HUB_OFFLINE", "maybe"), new("https_proxy", "ftp://proxy")]);

        (await RunAsync("models", "list")).ExitCode.Should().Be(0);
    }

    private async Task<(int ExitCode, string Errors, long Size)> AddAsync(ServedFile file)
    {
        var manifest = Path.Combine(Folder, "acme.edgemodels.json");
        var (exitCode, _, errors) = await RunAsync("manifest", "add", file.Uri.ToString(), "--manifest", manifest);
        if (exitCode != 0)
            return (exitCode, errors, 0);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(manifest));
        return (exitCode, errors, json.RootElement.GetProperty("models")[0].GetProperty("files")[0].GetProperty("size").GetInt64());
    }
}
