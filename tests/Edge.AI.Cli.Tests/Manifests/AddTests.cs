using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Cli.Tests.Manifests;

public sealed class AddTests : ToolTest
{
    private const string ToolTemplate = "{% for tool in tools %}{{ tool.function.name }}{% endfor %}{% for m in messages %}{{ m.content }}{% endfor %}";

    private string Manifest => Path.Combine(Folder, "acme.edgemodels.json");

    [Fact]
    public async Task The_facts_in_a_file_on_disk_become_an_entry_of_a_new_manifest()
    {
        var path = Model("Acme-Bot-1.5B-Q8_0.gguf", new RandomLlama { Name = "Acme Bot", Weights = WeightType.Q8_0, ContextLength = 2048, ChatTemplate = ToolTemplate + "<think>" }, ("general.license", "apache-2.0"), ("general.size_label", "1.5B"));

        var (exitCode, output, errors) = await RunAsync("manifest", "add", path, "--manifest", Manifest);

        (exitCode, errors).Should().Be((0, ""));
        output.Should().StartWith($"{Manifest}: acme-bot-1.5b added, ").And.NotContain("server");
        (await File.ReadAllTextAsync(Manifest)).Should().Be($$"""
            {
              "schemaVersion": 1,
              "models": [
                {
                  "id": "acme-bot-1.5b",
                  "displayName": "Acme Bot",
                  "license": "apache-2.0",
                  "contextLength": 2048,
                  "capabilities": [
                    "chat",
                    "tools",
                    "reasoning"
                  ],
                  "files": [
                    {
                      "name": "Acme-Bot-1.5B-Q8_0.gguf",
                      "url": "app:Acme-Bot-1.5B-Q8_0.gguf",
                      "size": {{new FileInfo(path).Length}},
                      "sha256": "{{DigestOf(await File.ReadAllBytesAsync(path))}}"
                    }
                  ],
                  "parameters": "1.5B",
                  "quantization": "Q8_0"
                }
              ]
            }

            """);
        (await RunAsync("manifest", "check", Manifest)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Only_the_header_of_a_file_on_the_web_is_downloaded_for_its_facts()
    {
        var file = Server.Serve("bot.gguf", new RandomLlama { Layers = 4, Width = 256, FeedForward = 512 }.ToArray());
        file.Always = new() { Headers = [("X-Linked-ETag", $"\"{DigestOf(file.Content)}\"")] };

        var (exitCode, output, _) = await RunAsync("manifest", "add", file.Uri.ToString(), "--manifest", Manifest);

        exitCode.Should().Be(0);
        output.Should().Contain("the digest is the server's");
        file.Content.Length.Should().BeGreaterThan(4 * 1024 * 1024);
        Server.Requests.Select(request => request.Range).Should().Equal("bytes=0-262143", "bytes=0-0");
        var entry = Only().GetProperty("files")[0];
        (entry.GetProperty("name").GetString(), entry.GetProperty("url").GetString(), entry.GetProperty("size").GetInt64(), entry.GetProperty("sha256").GetString())
            .Should().Be(("bot.gguf", file.Uri.ToString(), file.Content.Length, DigestOf(file.Content)));
    }

    [Fact]
    public async Task A_long_header_is_read_in_several_pieces()
    {
        var file = Server.Serve("bot.gguf", new RandomLlama { VocabularySize = 60_000, Width = 32, Heads = 1, KeyValueHeads = 1 }.ToArray());
        file.Always = new() { Headers = [("X-Linked-ETag", $"\"{DigestOf(file.Content)}\"")] };

        (await RunAsync("manifest", "add", file.Uri.ToString(), "--manifest", Manifest)).ExitCode.Should().Be(0);

        Server.Requests.Select(request => request.Range).Should().Equal("bytes=0-262143", "bytes=262144-1048575", "bytes=1048576-4194303", "bytes=0-0");
    }

    [Fact]
    public async Task All_bytes_are_downloaded_if_the_server_sends_no_digest()
    {
        var file = Server.Serve("bot.gguf", new RandomLlama().ToArray());

        (await RunAsync("manifest", "add", file.Uri.ToString(), "--manifest", Manifest)).ExitCode.Should().Be(0);

        Server.Requests[^1].Range.Should().BeNullOrEmpty();
        Only().GetProperty("files")[0].GetProperty("sha256").GetString().Should().Be(DigestOf(file.Content));
    }

    [Fact]
    public async Task The_digest_may_come_with_the_redirect_to_the_file()
    {
        var file = Server.Serve("blob", new RandomLlama().ToArray());
        var linked = Server.Serve("resolve/main/bot.gguf", []);
        linked.Always = ServedReply.Status(302, ("Location", file.Uri.ToString()), ("X-Linked-ETag", $"\"{DigestOf(file.Content)}\""));

        (await RunAsync("manifest", "add", linked.Uri.ToString(), "--manifest", Manifest)).ExitCode.Should().Be(0);

        Server.Requests.Where(request => request.Path == "blob").Should().OnlyContain(request => !string.IsNullOrEmpty(request.Range));
        Only().GetProperty("files")[0].GetProperty("name").GetString().Should().Be("bot.gguf");
    }

    [Theory]
    [InlineData("W/\"abc\"")]
    [InlineData("\"d41d8cd98f00b204e9800998ecf8427e\"")]
    public async Task An_ETag_that_is_not_a_SHA_256_is_not_used_as_the_digest(string tag)
    {
        var file = Server.Serve("bot.gguf", new RandomLlama().ToArray());
        file.Always = new() { Headers = [("X-Linked-ETag", tag)] };

        await RunAsync("manifest", "add", file.Uri.ToString(), "--manifest", Manifest);

        Only().GetProperty("files")[0].GetProperty("sha256").GetString().Should().Be(DigestOf(file.Content));
    }

    [Fact]
    public async Task A_server_without_ranges_works()
    {
        var file = Server.Serve("bot.gguf", new RandomLlama { VocabularySize = 60_000, Width = 32, Heads = 1, KeyValueHeads = 1 }.ToArray());
        file.Always = new() { IgnoresRange = true };

        (await RunAsync("manifest", "add", file.Uri.ToString(), "--manifest", Manifest)).ExitCode.Should().Be(0);

        Only().GetProperty("files")[0].GetProperty("sha256").GetString().Should().Be(DigestOf(file.Content));
    }

    [Theory]
    [InlineData("{\r\n\t\"schemaVersion\": 1,\r\n\t\"models\": []\r\n}", "{\r\n\t\"schemaVersion\": 1,\r\n\t\"models\": [\r\n\t\t{\r\n\t\t\t\"id\": \"bot\",", "\r\n\t\t}\r\n\t]\r\n}")]
    [InlineData("{ \"schemaVersion\": 1, \"models\": [ ] }", "{ \"schemaVersion\": 1, \"models\": [\n  {\n    \"id\": \"bot\",", "\n  }\n] }")]
    [InlineData("\uFEFF{ \"models\": [],   \"schemaVersion\": 1 }\n\n", "\uFEFF{ \"models\": [\n  {\n    \"id\": \"bot\",", "\n  }\n],   \"schemaVersion\": 1 }\n\n")]
    public async Task A_manifest_keeps_its_formatting(string before, string start, string end)
    {
        Write("acme.edgemodels.json", before);

        (await RunAsync("manifest", "add", Model("bot.gguf", new RandomLlama()), "--manifest", Manifest)).ExitCode.Should().Be(0);

        System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Manifest)).Should().StartWith(start).And.EndWith(end);
    }

    [Fact]
    public async Task A_model_is_added_after_the_last_one_and_nothing_else_changes()
    {
        const string One = """
            {
                "schemaVersion": 1,
                "models": [
                    { "id": "one", "displayName": "] } \" \\", "license": "MIT", "contextLength": 1, "capabilities": ["chat"],
                      "files": [ { "name": "a", "url": "app:a", "size": 1, "sha256": "0000000000000000000000000000000000000000000000000000000000000000" } ] }
                ]
            }
            """;
        Write("acme.edgemodels.json", One);

        (await RunAsync("manifest", "add", Model("bot.gguf", new RandomLlama()), "--manifest", Manifest, "--id", "mine")).ExitCode.Should().Be(0);

        var text = await File.ReadAllTextAsync(Manifest);
        text.Should().StartWith(One[..One.LastIndexOf("\n    ]", StringComparison.Ordinal)] + ",\n        {\n            \"id\": \"mine\",\n").And.EndWith("\n        }\n    ]\n}");
        (await RunAsync("models", "show", "mine", "--manifest", Manifest)).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task An_id_that_is_already_used_leaves_the_manifest_unchanged()
    {
        var path = Model("bot.gguf", new RandomLlama());
        await RunAsync("manifest", "add", path, "--manifest", Manifest);
        var before = await File.ReadAllTextAsync(Manifest);

        var (exitCode, output, errors) = await RunAsync("manifest", "add", path, "--manifest", Manifest);

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_MANIFEST_INVALID: ").And.Contain("'bot' is already used").And.Contain("--id");
        (await File.ReadAllTextAsync(Manifest)).Should().Be(before);
    }

    [Fact]
    public async Task A_broken_manifest_is_not_extended()
    {
        Write("acme.edgemodels.json", "{ \"schemaVersion\": 1,\n \"models\": [ }");

        var (exitCode, _, errors) = await RunAsync("manifest", "add", Model("bot.gguf", new RandomLlama()), "--manifest", Manifest);

        exitCode.Should().Be(1);
        errors.Should().StartWith("EDGE_MANIFEST_INVALID: ").And.Contain("acme.edgemodels.json(2,14)");
    }

    [Fact]
    public async Task A_model_that_pools_its_tokens_gets_the_capability_embeddings_and_the_length_of_its_vectors()
    {
        await RunAsync("manifest", "add", Model("embed-f16.gguf", new RandomLlama(), ("llama.pooling_type", 1u)), "--manifest", Manifest);

        (Only().GetProperty("id").GetString(), Only().GetProperty("capabilities")[0].GetString()).Should().Be(("embed", "embeddings"));
        Only().GetProperty("embeddings").GetProperty("dimensions").EnumerateArray().Select(length => length.GetInt32()).Should().Equal(64);
    }

    [Fact]
    public async Task The_capabilities_of_a_model_can_be_given_on_the_command_line()
    {
        var path = Model("base.gguf", new RandomLlama { ChatTemplate = null });

        (await RunAsync("manifest", "add", path, "--manifest", Manifest)).Errors.Should().StartWith("EDGE_MODEL_INVALID: ").And.Contain("--capability");
        (await RunAsync("manifest", "add", path, "--manifest", Manifest, "--capability", "chat", "--capability", "tools")).ExitCode.Should().Be(0);

        Only().GetProperty("capabilities").GetArrayLength().Should().Be(2);
    }

    [Fact]
    public async Task A_split_model_is_added_with_all_of_its_files()
    {
        Model("big-Q4_0-00001-of-00002.gguf", new RandomLlama(), ("split.count", (ushort)2), ("split.no", (ushort)0));
        Model("big-Q4_0-00002-of-00002.gguf", new RandomLlama { Seed = 2 }, ("split.count", (ushort)2), ("split.no", (ushort)1));

        (await RunAsync("manifest", "add", Path.Combine(Folder, "big-Q4_0-00001-of-00002.gguf"), "--manifest", Manifest)).ExitCode.Should().Be(0);

        Only().GetProperty("id").GetString().Should().Be("big");
        Only().GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()).Should().Equal("big-Q4_0-00001-of-00002.gguf", "big-Q4_0-00002-of-00002.gguf");
        (await RunAsync("manifest", "add", Path.Combine(Folder, "big-Q4_0-00002-of-00002.gguf"), "--manifest", Manifest)).Errors.Should().Contain("Use the first one");
    }

    [Fact]
    public async Task The_query_of_an_address_is_kept_for_all_parts_of_a_split_model()
    {
        foreach (var number in new ushort[] { 0, 1 })
            Server.Serve($"dir/big-0000{number + 1}-of-00002.gguf", new RandomLlama { Seed = number }.ToGguf().Add("split.count", (ushort)2).Add("split.no", number).ToArray());
        var signed = Server.UriOf("dir/big-00001-of-00002.gguf") + "?X-Signature=a%2Fb&Expires=1";

        var add = await RunAsync("manifest", "add", signed, "--manifest", Manifest);

        add.ExitCode.Should().Be(0, add.Errors);
        Only().GetProperty("files").EnumerateArray().Select(file => file.GetProperty("url").GetString()).Should().Equal(signed, signed.Replace("00001", "00002", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_manifest_that_is_a_link_stays_a_link_and_its_target_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var target = Write("shared.json", "{ \"schemaVersion\": 1, \"models\": [] }");
        File.CreateSymbolicLink(Path.Combine(Folder, "middle.json"), "shared.json");
        File.CreateSymbolicLink(Manifest, "middle.json");

        (await RunAsync("manifest", "add", Model("bot.gguf", new RandomLlama()), "--manifest", Manifest)).ExitCode.Should().Be(0);

        new FileInfo(Manifest).LinkTarget.Should().Be("middle.json");
        new FileInfo(target).LinkTarget.Should().BeNull();
        (await File.ReadAllTextAsync(target)).Should().Contain("\"bot\"");
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_manifest_keeps_its_owner_and_its_mode(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix file modes.");
        var path = Write("acme.edgemodels.json", "{ \"schemaVersion\": 1, \"models\": [] }");
        File.SetUnixFileMode(path, mode);
        if (Environment.IsPrivilegedProcess)
            await OutputOfAsync("chown", "65534:65534", path);
        var owner = await OutputOfAsync("ls", "-ln", path);

        (await RunAsync("manifest", "add", Model("bot.gguf", new RandomLlama()), "--manifest", path)).ExitCode.Should().Be(0);

        File.GetUnixFileMode(path).Should().Be(mode);
        (await OutputOfAsync("ls", "-ln", path)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[..4].Should().Equal(owner.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..4]);
        Only().GetProperty("id").GetString().Should().Be("bot");
    }

    [Fact]
    public async Task A_manifest_with_two_hard_links_changes_under_both_names()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test creates the second name with a Unix program.");
        var path = Write("acme.edgemodels.json", "{ \"schemaVersion\": 1, \"models\": [] }" + new string('\n', 5000)); // longer than the text that will be written
        await OutputOfAsync("ln", path, path + ".twin");

        (await RunAsync("manifest", "add", Model("bot.gguf", new RandomLlama()), "--manifest", path)).ExitCode.Should().Be(0);

        (await File.ReadAllTextAsync(path + ".twin")).Should().Be(await File.ReadAllTextAsync(path)).And.Contain("\"bot\"");
    }

    [Fact]
    public async Task A_new_manifest_is_created_at_the_target_of_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        File.CreateSymbolicLink(Manifest, "later.json");

        (await RunAsync("manifest", "add", Model("bot.gguf", new RandomLlama()), "--manifest", Manifest)).ExitCode.Should().Be(0);

        new FileInfo(Manifest).LinkTarget.Should().Be("later.json");
        File.Exists(Path.Combine(Folder, "later.json")).Should().BeTrue();
    }

    [Theory]
    [InlineData("no-such-file.gguf", "EDGE_INPUT_INVALID")]
    [InlineData("http://example.com/a.gguf", "EDGE_INPUT_INVALID")]
    [InlineData("https://user:secret@example.com/a.gguf", "EDGE_INPUT_INVALID")]
    public async Task A_source_that_is_neither_a_file_nor_a_safe_address_is_refused(string source, string code)
    {
        var (exitCode, _, errors) = await RunAsync("manifest", "add", source, "--manifest", Manifest);

        exitCode.Should().Be(1);
        errors.Should().StartWith(code);
        File.Exists(Manifest).Should().BeFalse();
    }

    [Fact]
    public async Task An_HTML_page_is_refused()
    {
        var file = Server.Serve("bot.gguf", "<html></html>"u8.ToArray());

        (await RunAsync("manifest", "add", file.Uri.ToString(), "--manifest", Manifest)).Errors.Should().StartWith("EDGE_MODEL_INVALID: ");
        File.Exists(Manifest).Should().BeFalse();
    }

    [Fact]
    public async Task Offline_makes_no_request()
    {
        (await RunAsync("manifest", "add", Server.UriOf("bot.gguf").ToString(), "--manifest", Manifest, "--offline")).Errors.Should().StartWith("EDGE_OFFLINE: ");

        Server.Requests.Should().BeEmpty();
    }

    private static async Task<string> OutputOfAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    private static string DigestOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    [Fact]
    public async Task A_model_with_a_separate_tool_template_gets_the_capability_tools()
    {
        await RunAsync("manifest", "add", Model("bot.gguf", new RandomLlama(), ("tokenizer.chat_template.tool_use", ToolTemplate)), "--manifest", Manifest);

        Only().GetProperty("capabilities").EnumerateArray().Select(capability => capability.GetString()).Should().Equal("chat", "tools");
    }

    private string Model(string name, RandomLlama model, params (string Key, object Value)[] metadata)
    {
        var path = Path.Combine(Folder, name);
        metadata.Aggregate(model.ToGguf(), (gguf, pair) => gguf.Add(pair.Key, pair.Value)).Write(path);
        return path;
    }

    private JsonElement Only()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Manifest));
        var models = manifest.RootElement.GetProperty("models");
        models.GetArrayLength().Should().Be(1);
        return models[0].Clone();
    }
}
