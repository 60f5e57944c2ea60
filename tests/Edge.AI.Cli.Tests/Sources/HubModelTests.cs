using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Cli.Tests.Sources;

public sealed class HubModelTests : HubTest
{
    [Fact]
    public async Task A_model_of_the_hub_becomes_an_entry_with_the_sizes_and_digests_of_the_hub_at_its_commit()
    {
        var file = ServeModel("sub dir/Bot-Q8_0.gguf");
        ServeHub();

        var (exitCode, output, errors) = await AddAsync();

        exitCode.Should().Be(0, errors);
        output.Should().StartWith($"{Manifest}: bot added, ");
        errors.Should().StartWith($"hf:{Repository}: Q8_0 picked (").And.Contain("the only model of the repository");
        var entry = Added().GetProperty("files")[0];
        (entry.GetProperty("name").GetString(), entry.GetProperty("url").GetString(), entry.GetProperty("size").GetInt64(), entry.GetProperty("sha256").GetString())
            .Should().Be(("Bot-Q8_0.gguf", AddressOf("sub%20dir/Bot-Q8_0.gguf"), file.Content.Length, DigestOf(file.Content)));
        Server.Requests[1].Query.Should().Be("?recursive=true");
        Server.Requests.Should().OnlyContain(request => request.Path.StartsWith("api/", StringComparison.Ordinal) || request.Range != null, "only the header of the file is read");
        (await RunAsync("manifest", "check", Manifest, "--online")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task The_pages_of_a_long_list_are_read_from_the_same_server()
    {
        var file = ServeModel("Bot-Q4_K_M.gguf");
        var (_, tree) = ServeHub();
        tree.Then(new ServedReply { Body = Page(Entry("README.gguf.md", [])), Headers = [("Link", "<https://elsewhere.example/other?recursive=true&cursor=a%3D%3D>; rel=\"next\"")] });

        (await AddAsync()).ExitCode.Should().Be(0);

        Server.Requests.Where(request => request.Path == Tree).Select(request => request.Query).Should().Equal("?recursive=true", "?recursive=true&cursor=a%3D%3D");
        Added().GetProperty("files")[0].GetProperty("sha256").GetString().Should().Be(DigestOf(file.Content));
    }

    [Fact]
    public async Task A_list_without_end_is_an_error()
    {
        ServeModel("Bot-Q4_K_M.gguf");
        var (_, tree) = ServeHub();
        tree.Always = new() { Headers = [("Link", $"<{tree.Uri}?cursor=same>; rel=\"next\"")] };

        (await AddAsync()).Errors.Should().StartWith("EDGE_HUB_ANSWER_INVALID: ").And.Contain("more than 100 pages");
    }

    [Fact]
    public async Task A_renamed_repository_is_followed()
    {
        ServeModel("Bot-Q4_K_M.gguf");
        var (info, _) = ServeHub();
        var moved = Server.Serve("api/models/Acme/Renamed", info.Content);
        info.Always = ServedReply.Status(307, ("Location", "/api/models/Acme/Renamed"));

        (await AddAsync()).ExitCode.Should().Be(0);

        Server.Requests.Should().Contain(request => request.Path == moved.Uri.AbsolutePath.TrimStart('/'));
    }

    [Theory]
    [InlineData("Q4_K_M", "the usual balance of size and quality", "Bot.IQ2_M.gguf", "bot-q4_k_m.gguf", "Bot.Q8_0.gguf", "Bot-F16.gguf", "mmproj-Q4_K_M.gguf")]
    [InlineData("Q5_K_M", "the closest to Q4_K_M", "Bot-Q5_K_M.gguf", "Bot-Q8_0.gguf", "Bot-Q2_K.gguf")]
    [InlineData("UD-Q4_K_XL", "the closest to Q4_K_M", "Bot-UD-Q4_K_XL.gguf", "Bot-UD-IQ1_M.gguf", "BF16/Bot.gguf")]
    public async Task The_picked_quantization_is_explained_in_one_line(string quantization, string reason, params string[] paths)
    {
        foreach (var path in paths)
            ServeModel(path, new RandomLlama { Seed = path.Length }.ToArray());
        ServeHub();

        var add = await AddAsync();

        add.ExitCode.Should().Be(0, add.Errors);
        add.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle().Which.Should().StartWith($"hf:{Repository}: {quantization} picked (").And.Contain(reason).And.Contain(". Others: ");
        Added().GetProperty("files")[0].GetProperty("name").GetString().Should().ContainEquivalentOf(quantization);
    }

    [Theory]
    [InlineData("q8_0", "Bot-Q8_0.gguf")]
    [InlineData("FP16", "f16/Bot.gguf")]
    [InlineData("Bot-Q4_K_M.gguf", "Bot-Q4_K_M.gguf")]
    [InlineData("f16/bot.gguf", "f16/Bot.gguf")]
    public async Task The_user_can_choose_a_quantization_or_a_file(string wish, string path)
    {
        foreach (var each in new[] { "Bot-Q4_K_M.gguf", "Bot-Q8_0.gguf", "f16/Bot.gguf" })
            ServeModel(each);
        ServeHub();

        var add = await AddAsync($"hf:{Repository}:{wish}");

        (add.ExitCode, add.Errors).Should().Be((0, ""));
        Added().GetProperty("files")[0].GetProperty("url").GetString().Should().Be(AddressOf(path));
    }

    [Theory]
    [InlineData(":Q6_K", "has no model with Q6_K. It has ", "Q8_0 (")]
    [InlineData("", "has 2 models with Q4_K_M: ", "small/Bot-Q4_K_M.gguf")]
    public async Task A_missing_or_ambiguous_quantization_lists_what_there_is(string wish, string problem, string listed)
    {
        foreach (var path in new[] { "small/Bot-Q4_K_M.gguf", "large/Bot-Q4_K_M.gguf", "Bot-Q8_0.gguf" })
            ServeModel(path);
        ServeHub();

        var (exitCode, _, errors) = await AddAsync($"hf:{Repository}{wish}");

        exitCode.Should().Be(1);
        errors.Should().StartWith("EDGE_INPUT_INVALID: ").And.Contain(problem).And.Contain(listed);
        File.Exists(Manifest).Should().BeFalse();
    }

    [Fact]
    public async Task The_parts_of_a_split_model_are_listed_in_order()
    {
        foreach (var number in new ushort[] { 1, 2, 0 })
            ServeModel($"Q4_K_M/Bot-Q4_K_M-0000{number + 1}-of-00003.gguf", Part(number, 3));
        ServeHub();

        var add = await AddAsync();

        add.ExitCode.Should().Be(0, add.Errors);
        Added().GetProperty("files").EnumerateArray().Select(file => file.GetProperty("url").GetString())
            .Should().Equal(Enumerable.Range(1, 3).Select(number => AddressOf($"Q4_K_M/Bot-Q4_K_M-0000{number}-of-00003.gguf")));
    }

    [Fact]
    public async Task A_split_model_with_a_missing_part_is_refused()
    {
        ServeModel("Bot-Q4_K_M-00001-of-00002.gguf", Part(0, 2));
        ServeHub();

        (await AddAsync()).Errors.Should().Contain("EDGE_INPUT_INVALID: ").And.Contain("'Bot-Q4_K_M-00002-of-00002.gguf'");
    }

    [Fact]
    public async Task A_repository_without_a_GGUF_file_is_refused()
    {
        List(Entry("model.safetensors", [1]));
        ServeHub();

        (await AddAsync()).Errors.Should().StartWith("EDGE_INPUT_INVALID: ").And.Contain("no GGUF file");
    }

    [Fact]
    public async Task A_file_without_a_SHA_256_is_refused()
    {
        List(new() { ["type"] = "file", ["oid"] = "8ab686eafeb1f44702738c8b0f24f2567c36da6d", ["size"] = 1000, ["path"] = "Bot-Q4_K_M.gguf" });
        ServeHub();

        (await AddAsync("hf:" + Repository, "--quiet")).Errors.Should().StartWith("EDGE_HUB_ANSWER_INVALID: ").And.Contain("no SHA-256").And.Contain(AddressOf("Bot-Q4_K_M.gguf"));
    }

    [Theory]
    [InlineData("..\\..\\evil.gguf", "EDGE_INPUT_INVALID")]
    [InlineData("C:evil.gguf", "EDGE_INPUT_INVALID")]
    [InlineData("nul.gguf", "EDGE_INPUT_INVALID")]
    [InlineData("../evil.gguf", "EDGE_HUB_ANSWER_INVALID")]
    [InlineData("/etc/evil.gguf", "EDGE_HUB_ANSWER_INVALID")]
    [InlineData("a/./../evil.gguf", "EDGE_HUB_ANSWER_INVALID")]
    public async Task A_file_name_that_leads_out_of_the_model_folder_is_refused(string path, string code)
    {
        List(Entry(path, [1, 2, 3]));
        ServeHub();

        var (exitCode, _, errors) = await RunAsync("models", "pull", $"hf:{Repository}", "--quiet");

        exitCode.Should().Be(1);
        errors.Should().StartWith(code);
        Directory.Exists(Models).Should().BeFalse();
    }

    [Theory]
    [InlineData("<html>Sign in to the hotel's network</html>", null)]
    [InlineData("{\"sha\":\"../../evil\"}", null)]
    [InlineData("[]", null)]
    [InlineData(null, "{\"error\":\"?\"}")]
    [InlineData(null, "[1]")]
    [InlineData(null, "[{\"type\":\"file\",\"path\":\"a.gguf\",\"size\":-1}]")]
    [InlineData(null, "[{\"type\":\"file\",\"path\":\"a.gguf\",\"size\":1e99}]")]
    [InlineData(null, "[{\"type\":\"file\",\"path\":7,\"size\":1}]")]
    [InlineData(null, "[{\"type\":\"file\",\"path\":\"\\ud800\",\"size\":1}]")]
    public async Task An_answer_that_is_not_the_hubs_is_an_error(string? info, string? tree)
    {
        ServeModel("Bot-Q4_K_M.gguf");
        var (infoFile, treeFile) = ServeHub();
        infoFile.Content = info is null ? infoFile.Content : System.Text.Encoding.UTF8.GetBytes(info);
        treeFile.Content = tree is null ? treeFile.Content : System.Text.Encoding.UTF8.GetBytes(tree);

        var (exitCode, _, errors) = await AddAsync();

        exitCode.Should().Be(1);
        errors.Should().StartWith("EDGE_HUB_ANSWER_INVALID: ").And.Contain(Server.Address.Authority);
    }

    [Fact]
    public async Task An_answer_without_end_is_an_error()
    {
        var (info, _) = ServeHub();
        info.Always = new() { Body = new byte[17 * 1024 * 1024], Chunked = true };

        (await AddAsync()).Errors.Should().StartWith("EDGE_HUB_ANSWER_INVALID: ").And.Contain("longer than");
    }

    [Theory]
    [InlineData("hf:")]
    [InlineData("hf:bot")]
    [InlineData("hf:acme/../bot")]
    [InlineData("hf:acme/bot/tree")]
    [InlineData("hf:acme/bot?x")]
    [InlineData("hf:acme/bot:")]
    [InlineData("hf:acme/bot@")]
    [InlineData("hf:acme/bot:@main")]
    [InlineData("hf:acme/bot@../../evil")]
    [InlineData("hf:acme/bot@a b")]
    public async Task A_name_that_is_not_a_repository_makes_no_request(string name)
    {
        ServeHub();

        (await AddAsync(name)).Errors.Should().StartWith("EDGE_INPUT_INVALID: ").And.Contain("hf:OWNER/REPO");
        Server.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("@v1.0", "v1.0")]
    [InlineData(":Q4_K_M@v1.0", "v1.0")]
    [InlineData("@refs/pr/1", "refs%2Fpr%2F1")]
    public async Task A_revision_names_the_commit(string name, string path)
    {
        ServeModel("Bot-Q4_K_M.gguf");
        var (info, _) = ServeHub();
        Server.Serve($"{Info}/revision/{path}", info.Content);
        info.Always = ServedReply.Status(404);

        (await AddAsync($"hf:{Repository}{name}")).ExitCode.Should().Be(0);

        Added().GetProperty("files")[0].GetProperty("url").GetString().Should().Be(AddressOf("Bot-Q4_K_M.gguf"));
    }

    [Fact]
    public async Task Offline_makes_no_request()
    {
        ServeHub();

        (await AddAsync($"hf:{Repository}", "--offline")).Errors.Should().StartWith("EDGE_OFFLINE: ");
        Server.Requests.Should().BeEmpty();
    }

    private static byte[] Part(ushort number, ushort count) => new RandomLlama { Seed = number + 1 }.ToGguf().Add("split.count", count).Add("split.no", number).ToArray();
}
