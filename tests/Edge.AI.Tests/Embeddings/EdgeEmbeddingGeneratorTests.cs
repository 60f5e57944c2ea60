using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Embeddings;

public sealed class EdgeEmbeddingGeneratorTests
{
    private static readonly string[] Texts = ["The man is eating.", "a woman is playing guitar", "why is the sky blue?", "x"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Vectors_are_pooled_as_the_file_says(int pooling)
    {
        await using var encoder = new Encoder(new() { Pooling = (uint)pooling });
        int[] tokens = [RandomBert.BeginId, Token("▁the"), Token("▁man"), Token("▁is"), Token("▁eating"), Token("▁."), RandomBert.SeparatorId];

        var vector = await encoder.EmbedAsync("The man is eating.");

        Encoder.Cosine(vector, new BertVectors(encoder.Model).Of(tokens)).Should().BeGreaterThan(0.9999f);
    }

    [Theory]
    [InlineData(514, 512)]
    [InlineData(130, 130)]
    [InlineData(128, 300)]
    public async Task Texts_and_batches_may_have_any_length(int contextLength, int batchSize)
    {
        await using var encoder = new Encoder(new() { ContextLength = contextLength }, new() { BatchSize = batchSize });

        var result = await encoder.Generator.GenerateAsync(Enumerable.Repeat("the man is eating", 200), cancellationToken: TestContext.Current.CancellationToken);

        result.Should().HaveCount(200);
    }

    [Fact]
    public async Task Every_vector_has_the_length_1_and_is_the_same_alone_and_in_a_batch()
    {
        await using var encoder = new Encoder();

        var together = await encoder.Generator.GenerateAsync(Texts, cancellationToken: Cancellation);

        together.Should().HaveCount(Texts.Length);
        foreach (var (text, embedding) in Texts.Zip(together))
        {
            var alone = await encoder.EmbedAsync(text);
            Encoder.Cosine(embedding.Vector, alone).Should().BeGreaterThan(0.99999f);
            alone.Sum(number => number * number).Should().BeApproximately(1, 1e-5f);
        }

        Encoder.Cosine(together[0].Vector, together[1].Vector).Should().BeLessThan(0.99f, "other texts have other vectors");
    }

    [Fact]
    public async Task A_result_has_usage_model_and_time()
    {
        await using var encoder = new Encoder();

        var result = await encoder.Generator.GenerateAsync(["the man", "is eating food"], cancellationToken: Cancellation);

        (result.Usage!.InputTokenCount, result.Usage.TotalTokenCount).Should().Be((9, 9), "each text has two special tokens");
        result.Should().OnlyContain(embedding => embedding.ModelId == "encoder" && embedding.CreatedAt != null && embedding.Dimensions == 64);
    }

    [Fact]
    public async Task Metadata_names_provider_model_and_dimensions_before_anything_is_loaded()
    {
        await using var encoder = new Encoder();

        encoder.Generator.GetService<EmbeddingGeneratorMetadata>().Should().BeEquivalentTo(new { ProviderName = "edge.ai", DefaultModelId = "encoder", DefaultModelDimensions = 64 });
    }

    [Fact]
    public async Task No_texts_have_no_vectors_and_load_nothing()
    {
        await using var encoder = new Encoder(new() { Pooling = 4 });

        (await encoder.Generator.GenerateAsync([], cancellationToken: Cancellation)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_empty_text_has_a_vector_because_its_special_tokens_have_one()
    {
        await using var encoder = new Encoder();

        var result = await encoder.Generator.GenerateAsync([""], cancellationToken: Cancellation);

        (result.Usage!.InputTokenCount, result[0].Dimensions).Should().Be((2, 64));
    }

    [Fact]
    public async Task A_missing_text_is_an_error_with_its_number()
    {
        await using var encoder = new Encoder();

        var generating = () => encoder.Generator.GenerateAsync(["the", null!], cancellationToken: Cancellation);

        (await generating.Should().ThrowAsync<ArgumentException>()).WithMessage("Text 1 is null.*");
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_an_error_with_its_number_and_its_tokens()
    {
        await using var encoder = new Encoder(options: new() { ContextSize = 16 });

        var generating = () => encoder.Generator.GenerateAsync(["the", Long(15)], cancellationToken: Cancellation);

        var error = (await generating.Should().ThrowAsync<ContextExceededException>()).Which;
        (error.PromptTokens, error.AvailableTokens).Should().Be((17, 16));
        error.Message.Should().StartWith("Text 1 has 17 tokens");
    }

    [Fact]
    public async Task A_text_as_long_as_the_context_is_embedded()
    {
        await using var encoder = new Encoder(options: new() { ContextSize = 16 });

        (await encoder.Generator.GenerateAsync([Long(14)], cancellationToken: Cancellation)).Usage!.InputTokenCount.Should().Be(16);
    }

    [Fact]
    public async Task With_truncation_the_end_of_a_long_text_is_left_out()
    {
        await using var encoder = new Encoder(options: new() { ContextSize = 16, Truncate = true });

        var result = await encoder.Generator.GenerateAsync([Long(100)], cancellationToken: Cancellation);

        result.Usage!.InputTokenCount.Should().Be(16);
        Encoder.Cosine(result[0].Vector, await encoder.EmbedAsync(Long(14))).Should().BeGreaterThan(0.99999f);
    }

    [Fact]
    public async Task Control_tokens_in_a_text_are_plain_text()
    {
        await using var encoder = new Encoder();

        var result = await encoder.Generator.GenerateAsync(["[SEP]"], cancellationToken: Cancellation);

        result.Usage!.InputTokenCount.Should().BeGreaterThan(3);
    }

    [Theory]
    [InlineData(EmbeddingInput.Query, "query: the man")]
    [InlineData(EmbeddingInput.Document, "title: the man")]
    [InlineData(EmbeddingInput.Text, "the man")]
    public async Task The_model_s_prefix_is_put_before_queries_and_documents(EmbeddingInput input, string whole)
    {
        ModelEmbeddingSettings settings = new() { Dimensions = [64], QueryPrefix = "query: ", DocumentPrefix = "title: " };
        await using var encoder = new Encoder(settings: settings);
        await using var byDefault = new Encoder(settings: settings, options: new() { Input = input });

        var expected = await encoder.EmbedAsync(whole);

        Encoder.Cosine(await encoder.EmbedAsync("the man", new EdgeEmbeddingOptions { Input = input }), expected).Should().BeGreaterThan(0.99999f);
        Encoder.Cosine(await byDefault.EmbedAsync("the man"), expected).Should().BeGreaterThan(0.99999f);
    }

    [Fact]
    public async Task Options_of_the_factory_have_precedence()
    {
        await using var encoder = new Encoder(settings: new() { Dimensions = [64, 32], QueryPrefix = "query: " });
        EmbeddingGenerationOptions options = new() { Dimensions = 64, RawRepresentationFactory = _ => new EdgeEmbeddingOptions { Input = EmbeddingInput.Query, Dimensions = 32 } };

        var vector = await encoder.EmbedAsync("the man", options);

        Encoder.Cosine(vector, await encoder.EmbedAsync("query: the man", new() { Dimensions = 32 })).Should().BeGreaterThan(0.99999f);
    }

    [Fact]
    public async Task A_model_that_allows_shorter_vectors_gives_their_first_numbers_with_the_length_1()
    {
        await using var encoder = new Encoder(settings: new() { Dimensions = [64, 32] });
        var whole = await encoder.EmbedAsync("the man");

        var shorter = await encoder.EmbedAsync("the man", new() { Dimensions = 32 });

        shorter.Should().HaveCount(32);
        shorter.Sum(number => number * number).Should().BeApproximately(1, 1e-5f);
        Encoder.Cosine(shorter, whole.AsMemory(0, 32)).Should().BeGreaterThan(0.99999f);
        (await encoder.EmbedAsync("the man", new() { Dimensions = 64 })).Should().Equal(whole);
    }

    [Fact]
    public async Task Dimensions_that_the_model_does_not_have_are_an_error_that_names_those_that_it_has()
    {
        await using var encoder = new Encoder(settings: new() { Dimensions = [64, 32] });

        var generating = () => encoder.EmbedAsync("the man", new() { Dimensions = 48 });

        (await generating.Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().ContainAll("Dimensions", "48", "64, 32");
    }

    [Theory]
    [InlineData(4, "ranks documents")]
    [InlineData(9, "pooling type 9")]
    [InlineData(null, "does not say how its tokens become one vector")]
    public async Task A_file_without_a_usable_pooling_is_refused(int? pooling, string what)
    {
        await using var encoder = new Encoder(new() { Pooling = (uint?)pooling });

        var loading = () => encoder.Generator.LoadAsync(Cancellation);

        (await loading.Should().ThrowAsync<ModelValidationException>()).Which.Message.Should().Contain(what);
    }

    [Fact]
    public async Task A_model_that_generates_text_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "llama.gguf");
        new RandomLlama().Write(path);
        await using var generator = EdgeEmbeddingGenerator.Create(EdgeModel.FromFile(path), new() { Threads = 1 }, new() { ModelDirectory = folder.Path });

        var loading = () => generator.LoadAsync(Cancellation);

        (await loading.Should().ThrowAsync<ModelValidationException>()).Which.Message.Should().Contain("so it cannot embed text");
    }

    [Fact]
    public async Task A_decoder_that_pools_embeds_as_well_the_same_alone_and_in_a_batch()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "decoder.gguf");
        new RandomLlama { ContextLength = 128 }.ToGguf().Add("llama.pooling_type", 3u).Write(path);
        await using var generator = EdgeEmbeddingGenerator.Create(EdgeModel.FromFile(path), new() { Threads = 1 }, new() { ModelDirectory = folder.Path });

        var together = await generator.GenerateAsync(Texts, cancellationToken: Cancellation);

        foreach (var (text, embedding) in Texts.Zip(together))
            Encoder.Cosine(embedding.Vector, (await generator.GenerateAsync([text], cancellationToken: Cancellation))[0].Vector).Should().BeGreaterThan(0.9999f);
    }

    [Fact]
    public async Task Another_model_of_the_same_container_is_found_by_its_id_or_refused()
    {
        await using var encoder = new Encoder();

        var generating = () => encoder.EmbedAsync("the man", new() { ModelId = "bge-small" });

        (await generating.Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().Contain("bge-small-en-v1.5");
        (await encoder.EmbedAsync("the man", new() { ModelId = "encoder" })).Should().HaveCount(64);
    }

    [Fact]
    public async Task A_disposed_generator_refuses_calls()
    {
        var encoder = new Encoder();
        await encoder.EmbedAsync("the man");
        await encoder.DisposeAsync();

        FluentActions.Invoking(() => { _ = encoder.Generator.GenerateAsync(["the man"], cancellationToken: Cancellation); }).Should().Throw<ObjectDisposedException>();
    }

    private static int Token(string text) => RandomBert.Tokens.ToList().IndexOf(text);

    private static string Long(int words) => string.Join(' ', Enumerable.Repeat("the", words));
}
