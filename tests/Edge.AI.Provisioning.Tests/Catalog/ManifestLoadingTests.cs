namespace Edge.AI.Provisioning.Tests.Catalog;

public sealed class ManifestLoadingTests : IDisposable
{
    private const string Manifest = """
        {
          "schemaVersion": 1,
          "models": [ {
            "id": "bot", "displayName": "Bot", "license": "MIT", "contextLength": 8192, "capabilities": ["chat", "tools", "reasoning"],
            "files": [ { "name": "bot.gguf", "url": "https://example.com/bot.gguf", "size": 7, "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "mirrors": ["http://localhost/bot.gguf"] } ],
            "aliases": ["b"], "family": "Bots", "parameters": "1B", "quantization": "Q8_0", "homepage": "https://example.com", "chat": { "template": "{{ x }}", "stop": ["</s>"] }
          } ]
        }
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Everything_that_a_manifest_says_is_in_the_model() => ModelCatalog.Parse(Manifest, "bots").Should().Equal(new EdgeModel
    {
        Id = "bot",
        DisplayName = "Bot",
        License = "MIT",
        ContextLength = 8192,
        Capabilities = ModelCapabilities.Chat | ModelCapabilities.Tools | ModelCapabilities.Reasoning,
        Files = [TestModels.File("bot.gguf", "https://example.com/bot.gguf", 7) with { Mirrors = [new("http://localhost/bot.gguf")] }],
        Aliases = ["b"],
        Family = "Bots",
        Parameters = "1B",
        Quantization = "Q8_0",
        Homepage = new("https://example.com"),
        Chat = new() { Template = "{{ x }}", Stop = ["</s>"] },
    });

    [Fact]
    public void The_first_problem_is_thrown_with_source_line_and_column()
    {
        var parse = () => ModelCatalog.Parse(Manifest.Replace("8192", "-1, \"x\": 1", StringComparison.Ordinal), "bots.json");

        parse.Should().Throw<ManifestException>().WithMessage("bots.json(4,75): A context length must be*").Which.Code.Should().Be("EDGE_MANIFEST_INVALID");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_read_with_and_without_a_byte_order_mark(bool hasMark)
    {
        File.WriteAllText(_path, Manifest, new System.Text.UTF8Encoding(hasMark));

        ModelCatalog.Load(_path).Should().HaveCount(1);
    }

    [Fact]
    public void A_problem_in_a_file_tells_its_path()
    {
        File.WriteAllText(_path, "{");

        FluentActions.Invoking(() => ModelCatalog.Load(_path)).Should().Throw<ManifestException>().Which.ManifestSource.Should().Be(_path);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_reported_where_they_stand()
    {
        File.WriteAllBytes(_path, [.. "{\n  \"é"u8, 0xFF, .. "\" }"u8]);

        var problem = FluentActions.Invoking(() => ModelCatalog.Load(_path)).Should().Throw<ManifestException>().Which;

        (problem.Line, problem.Column).Should().Be((2, 5));
    }

    [Fact]
    public void A_file_that_is_far_too_large_is_not_read()
    {
        using (var file = File.OpenWrite(_path))
            file.SetLength(1L << 40);

        FluentActions.Invoking(() => ModelCatalog.Load(_path)).Should().Throw<ManifestException>().WithMessage("*8388608 characters*");
    }

    [Fact]
    public void A_missing_file_is_no_manifest_problem() =>
        FluentActions.Invoking(() => ModelCatalog.Load(_path + ".missing")).Should().Throw<FileNotFoundException>();
}
