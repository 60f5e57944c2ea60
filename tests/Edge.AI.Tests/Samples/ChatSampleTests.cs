using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Samples;

/// <summary>The sample, started like by a user.</summary>
public sealed class ChatSampleTests : IDisposable
{
    private const string France = "What is the capital of France?";
    private const string Paris = "The capital of France is Paris.";

    private readonly TemporaryFolder _folder = new();

    private string Models => Path.Combine(_folder.Path, "models");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_question_is_answered_and_nothing_else_is_printed()
    {
        var (exitCode, output, errors) = await ChatProcess.RunAsync(Models, France);

        (exitCode, output, errors).Should().Be((0, Paris + Environment.NewLine, ""));
    }

    [Fact]
    public async Task A_chat_remembers_earlier_messages()
    {
        await using var chat = ChatProcess.Start(Models);
        await chat.SayAsync("My name is Zoe.");
        await chat.SayAsync("What is my name?");

        var (exitCode, output, _) = await chat.EndAsync();

        exitCode.Should().Be(0);
        output.Should().EndWith("Your name is Zoe." + Environment.NewLine);
    }

    [Fact]
    public async Task An_unknown_model_is_an_error_with_a_code_and_a_hint_that_names_similar_models()
    {
        var (exitCode, output, errors) = await ChatProcess.RunAsync(Models, "hello", "--model", "no-such-model");

        (exitCode, output).Should().Be((1, ""));
        errors.Split(Environment.NewLine)[0].Should().StartWith("EDGE_MODEL_UNKNOWN: ");
        errors.Should().Contain("'edge-tiny'").And.NotContain("   at ");
    }

    [Fact]
    public async Task Verbose_shows_the_stack_trace() =>
        (await ChatProcess.RunAsync(Models, "hello", "--model", "no-such-model", "--verbose")).Errors.Should().Contain("   at ");

    [Fact]
    public async Task A_killed_download_resumes_from_the_bytes_on_disk()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        var content = await File.ReadAllBytesAsync(TinyModel.Path, TestContext.Current.CancellationToken);
        var gate = new Gate();
        var file = server.Serve("tiny.gguf", content);
        file.Then(new ServedReply { WaitsAfter = content.Length * 3 / 4, Gate = gate });
        var manifest = Manifest(file.Uri, content.Length, SHA256.HashData(content));
        await using (var killed = ChatProcess.Start(Models, France, "--model", "served", "--manifest", manifest))
        {
            await gate.Reached;
            await WaitForAsync(() => BytesOnDisk() > content.Length / 2);
            await killed.KillAsync();
        }

        var onDisk = BytesOnDisk();
        var (exitCode, output, errors) = await ChatProcess.RunAsync(Models, France, "--model", "served", "--manifest", manifest);

        (exitCode, output, errors).Should().Be((0, Paris + Environment.NewLine, ""));
        server.Requests.Should().HaveCount(2);
        var resumed = server.Requests[1];
        resumed.StatusCode.Should().Be(206);
        resumed.Range.Should().MatchRegex("^bytes=[1-9][0-9]*-$");
        resumed.BytesSent.Should().BeLessThan(content.Length / 2, $"{onDisk} bytes of {content.Length} were on disk");

        long BytesOnDisk() => new FileInfo(Path.Combine(Models, "served", "tiny.gguf.partial")) is { Exists: true } partial ? partial.Length : 0;
    }

    [Fact]
    public async Task Bytes_with_another_digest_are_not_promoted()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        var content = await File.ReadAllBytesAsync(TinyModel.Path, TestContext.Current.CancellationToken);
        var manifest = Manifest(server.Serve("tiny.gguf", content).Uri, content.Length, new byte[32]);

        var (exitCode, output, errors) = await ChatProcess.RunAsync(Models, France, "--model", "served", "--manifest", manifest);

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_CHECKSUM_MISMATCH: ").And.Contain(Convert.ToHexStringLower(SHA256.HashData(content))).And.Contain(new string('0', 64));
        Directory.EnumerateFiles(Models, "*.gguf*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task A_text_file_is_refused()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        var content = Encoding.UTF8.GetBytes("<!doctype html><title>Please log in</title>" + new string(' ', 4096));
        var manifest = Manifest(server.Serve("tiny.gguf", content).Uri, content.Length, SHA256.HashData(content));

        var (exitCode, output, errors) = await ChatProcess.RunAsync(Models, France, "--model", "served", "--manifest", manifest);

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_MODEL_INVALID: ");
        Directory.EnumerateFiles(Models, "*.gguf", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task The_error_of_a_missing_runtime_lists_every_searched_path()
    {
        var app = Directory.CreateDirectory(Path.Combine(_folder.Path, "app")).FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(app, Path.GetFileName(file)));
        Directory.CreateDirectory(Path.Combine(app, "models", "edge-tiny"));
        File.Copy(TinyModel.Path, Path.Combine(app, "models", "edge-tiny", "edge-tiny-q8_0.gguf"));
        await using var chat = ChatProcess.StartIn(app, Models, France);

        var (exitCode, output, errors) = await chat.EndAsync();

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_RUNTIME_MISSING: ").And.Contain(Path.Combine(app, "runtimes")).And.Contain($", {app}").And.Contain("EDGE_AI_RUNTIME");
    }

    [Fact]
    public async Task Ctrl_C_ends_the_answer_and_not_the_program()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGINT to send to another process");
        var path = Path.Combine(_folder.Path, "endless.gguf");
        new RandomLlama { ContextLength = 8192, ChatTemplate = "{{ messages[0].content }}" }.Write(path);
        var content = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await using var server = await LoopbackModelServer.StartAsync();
        var manifest = Manifest(server.Serve("tiny.gguf", content).Uri, content.Length, SHA256.HashData(content));
        await using var chat = ChatProcess.Start(Models, "--model", "served", "--manifest", manifest);

        for (var answer = 1; answer <= 2; answer++)
        {
            await chat.SayAsync("Never end.");
            await chat.ReadUntilAsync(output => output.Split(Environment.NewLine).Length >= answer && output.Split(Environment.NewLine)[^1].Length > 10);
            await chat.InterruptAsync();
        }

        (await chat.EndAsync()).ExitCode.Should().Be(0);
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(10, TestContext.Current.CancellationToken); // another process writes, and it sends no signal
    }

    private string Manifest(Uri url, long size, byte[] digest)
    {
        var path = Path.Combine(_folder.Path, "served.edgemodels.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            schemaVersion = 1,
            models = new[]
            {
                new
                {
                    id = "served", displayName = "Served", license = "MIT", contextLength = 1024, capabilities = new[] { "chat" },
                    files = new[] { new { name = "tiny.gguf", url = url.ToString(), size, sha256 = Convert.ToHexStringLower(digest) } },
                },
            },
        }));
        return path;
    }
}
