namespace Edge.AI.Provisioning.Tests.Catalog;

public class BuiltInCatalogTests
{
    private static readonly string ManifestPath = Path.Combine(AppContext.BaseDirectory, "TestData", "edge.edgemodels.json");

    [Fact]
    public void The_built_in_catalogue_is_its_manifest() => ModelCatalog.BuiltIn.Should().Equal(ModelCatalog.Load(ManifestPath));

    [Fact]
    public void The_built_in_catalogue_has_41_models() => ModelCatalog.BuiltIn.Should().HaveCount(41);

    [Fact]
    public void Models_are_properties() => EdgeModels.Phi3Mini4kInstruct.Id.Should().Be("phi-3-mini-4k-instruct");

    [Fact]
    public void Aliases_are_properties() => EdgeModels.Phi3.Should().BeSameAs(EdgeModels.Phi3Mini4kInstruct);

    [Theory]
    [InlineData("phi-3", "phi-3-mini-4k-instruct")]
    [InlineData("phi-3.5", "phi-3.5-mini-instruct")]
    [InlineData("phi-4-mini", "phi-4-mini-instruct")]
    [InlineData("smollm2", "smollm2-1.7b-instruct")]
    [InlineData("smollm3", "smollm3-3b")]
    [InlineData("qwen2.5", "qwen2.5-1.5b-instruct")]
    [InlineData("qwen3", "qwen3-4b")]
    [InlineData("qwen3.5", "qwen3.5-4b")]
    [InlineData("llama-3.2", "llama-3.2-3b-instruct")]
    [InlineData("llama-3.1", "llama-3.1-8b-instruct")]
    [InlineData("gemma-2", "gemma-2-2b-it")]
    [InlineData("gemma-3", "gemma-3-4b-it")]
    [InlineData("gemma-4", "gemma-4-e2b-it")]
    [InlineData("mistral", "mistral-7b-instruct-v0.3")]
    [InlineData("mistral-7b", "mistral-7b-instruct-v0.3")]
    [InlineData("tinyllama", "tinyllama-1.1b-chat")]
    [InlineData("deepseek-r1", "deepseek-r1-distill-qwen-1.5b")]
    [InlineData("granite-3.3", "granite-3.3-2b-instruct")]
    [InlineData("granite-4", "granite-4.0-micro")]
    [InlineData("lfm2.5", "lfm2.5-1.2b-instruct")]
    [InlineData("nomic-embed-text", "nomic-embed-text-v1.5")]
    [InlineData("bge-small", "bge-small-en-v1.5")]
    [InlineData("all-minilm", "all-minilm-l6-v2")]
    public void What_people_type_finds_the_model_that_they_mean(string typed, string id) => ModelCatalog.BuiltIn.Get(typed).Id.Should().Be(id);

    [Fact]
    public void No_alias_is_the_id_of_any_model() =>
        ModelCatalog.BuiltIn.SelectMany(model => model.Aliases).Should().NotIntersectWith(ModelCatalog.BuiltIn.Select(model => model.Id));

    [Fact]
    public void The_embedded_model_is_the_file_beside_the_app()
    {
        var file = EdgeModels.EdgeTiny.Files[0];
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "models", file.Source.OriginalString["app:".Length..]));

        (bytes.LongLength, new Sha256Digest(System.Security.Cryptography.SHA256.HashData(bytes))).Should().Be((file.Size, file.Digest!.Value));
    }

    [Fact]
    public void Downloads_are_pinned_to_a_revision_or_have_no_mirror_to_fall_back_to() =>
        ModelCatalog.BuiltIn.SelectMany(model => model.Files).Where(file => file.Mirrors.Count > 0)
            .Should().OnlyContain(file => !file.Source.AbsolutePath.Contains("/resolve/main/"));

    [Fact]
    public void Every_embedding_model_and_no_other_has_the_lengths_of_its_vectors() =>
        ModelCatalog.BuiltIn.Should().OnlyContain(model => model.Capabilities.HasFlag(ModelCapabilities.Embeddings) == (model.Embeddings != null && model.Embeddings.Dimensions.Count > 0));

    [Fact]
    public void Models_that_expect_prefixes_have_them() =>
        EdgeModels.NomicEmbed.Embeddings.Should().Be(new ModelEmbeddingSettings { Dimensions = [768, 512, 256, 128, 64], QueryPrefix = "search_query: ", DocumentPrefix = "search_document: " });

    [Fact]
    public void Every_model_either_chats_or_embeds() =>
        ModelCatalog.BuiltIn.Should().OnlyContain(model => model.Capabilities.HasFlag(ModelCapabilities.Chat) != model.Capabilities.HasFlag(ModelCapabilities.Embeddings));
}
