using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Edge.AI.Tests.Hosting;

public sealed class AddEdgeEmbeddingGeneratorTests : IDisposable
{
    private readonly TemporaryFolder _models = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("bge-small", "bge-small-en-v1.5", 384)]
    [InlineData("nomic-embed", "nomic-embed-text-v1.5", 768)]
    public void A_generator_is_registered_by_id_or_alias_and_knows_its_dimensions(string name, string id, int dimensions)
    {
        using var host = Build(services => services.AddEdgeEmbeddingGenerator(name));

        var generator = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

        generator.GetService<EmbeddingGeneratorMetadata>().Should().BeEquivalentTo(new { ProviderName = "edge.ai", DefaultModelId = id, DefaultModelDimensions = dimensions });
        host.Services.GetRequiredService<IEmbeddingGenerator>().Should().BeSameAs(generator);
    }

    [Fact]
    public void Keyed_generators_are_found_by_their_key_and_the_first_registered_is_the_default()
    {
        using var host = Build(services =>
        {
            services.AddEdgeEmbeddingGenerator("bge-small");
            services.AddEdgeEmbeddingGenerator(EdgeModels.NomicEmbed);
            services.AddKeyedEdgeEmbeddingGenerator("queries", "all-minilm");
        });

        Id(host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()).Should().Be("bge-small-en-v1.5");
        Id(host.Services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("queries")).Should().Be("all-minilm-l6-v2");
        host.Services.GetServices<IEmbeddingGenerator<string, Embedding<float>>>().Select(Id).Should().BeEquivalentTo("bge-small-en-v1.5", "nomic-embed-text-v1.5");
    }

    [Fact]
    public void Registering_twice_is_registering_once_with_both_configurations_and_one_pipeline()
    {
        EmbeddingGeneratorBuilder<string, Embedding<float>>? first = null, second = null;
        using var host = Build(services =>
        {
            first = services.AddEdgeEmbeddingGenerator("bge-small", options => options.ContextSize = 128);
            second = services.AddEdgeEmbeddingGenerator("bge-small", options => options.Threads = 1);
        });

        second.Should().BeSameAs(first);
        host.Services.GetServices<IEmbeddingGenerator<string, Embedding<float>>>().Should().ContainSingle();
        OptionsOf(host, "bge-small").Should().BeEquivalentTo(new { ContextSize = 128, Threads = 1 });
    }

    [Fact]
    public void Options_come_from_the_section_of_the_generator_and_code_overrides_them()
    {
        using var host = Build(
            services => services.AddKeyedEdgeEmbeddingGenerator("notes", "bge-small", options => options.Threads = 2),
            ("EdgeAI:Embeddings:notes:Threads", "1"), ("EdgeAI:Embeddings:notes:Truncate", "true"), ("EdgeAI:Embeddings:notes:Input", "Document"));

        OptionsOf(host, "notes").Should().BeEquivalentTo(new { Threads = 2, Truncate = true, Input = EmbeddingInput.Document });
    }

    [Theory]
    [InlineData("ContextSize", "8")]
    [InlineData("BatchSize", "16")]
    [InlineData("MaxQueueLength", "0")]
    [InlineData("Threads", "0")]
    [InlineData("IdleTimeout", "00:00:00.5")]
    [InlineData("Input", "7")]
    public async Task An_option_out_of_range_ends_the_start_with_its_key(string option, string value)
    {
        using var host = Build(services => services.AddEdgeEmbeddingGenerator("bge-small"), ($"EdgeAI:Embeddings:bge-small:{option}", value));

        var starting = () => host.StartAsync(Cancellation);

        (await starting.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().StartWith("EdgeAI:Embeddings:bge-small:").And.Contain(option);
    }

    [Fact]
    public async Task A_section_that_belongs_to_no_generator_ends_the_start()
    {
        using var host = Build(services => services.AddEdgeEmbeddingGenerator("bge-small"), ("EdgeAI:Embeddings:bge-smal:Threads", "1"));

        (await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().ContainAll("EdgeAI:Embeddings:bge-smal", "bge-small");
    }

    [Theory]
    [InlineData("bge-smol", typeof(ModelNotFoundException))]
    [InlineData("phi-3", typeof(EdgeOptionException))]
    public async Task A_model_that_is_unknown_or_does_not_embed_ends_the_start(string model, Type error)
    {
        using var host = Build(services => services.AddEdgeEmbeddingGenerator(model));

        (await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<EdgeAIException>()).Which.Should().BeOfType(error);
    }

    [Fact]
    public async Task Two_generators_of_one_model_share_it_and_a_call_may_name_either()
    {
        var model = Encoder("one.gguf");
        using var log = new LogLines();
        using var host = Build(services =>
        {
            services.AddSingleton<ILoggerFactory>(log);
            services.AddKeyedEdgeEmbeddingGenerator("documents", model, options => (options.Input, options.Threads) = (EmbeddingInput.Document, 1));
            services.AddKeyedEdgeEmbeddingGenerator("queries", model, options => (options.Input, options.Threads) = (EmbeddingInput.Query, 1));
            services.AddEdgeEmbeddingGenerator(Encoder("two.gguf", seed: 2), options => options.Threads = 1);
        });
        await host.StartAsync(Cancellation);
        var (documents, queries) = (Keyed("documents"), Keyed("queries"));

        var one = await documents.GenerateVectorAsync("the man", cancellationToken: Cancellation);
        await queries.GenerateVectorAsync("the man", cancellationToken: Cancellation);
        var other = await documents.GenerateVectorAsync("the man", new() { ModelId = "two" }, Cancellation);

        log.Lines.Count(line => line.Text.StartsWith("Model 'one' loaded", StringComparison.Ordinal)).Should().Be(1);
        other.ToArray().Should().NotEqual(one.ToArray());

        IEmbeddingGenerator<string, Embedding<float>> Keyed(string key) => host.Services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(key);
    }

    [Fact]
    public async Task Middleware_of_the_builder_is_part_of_the_generator()
    {
        var calls = 0;
        var model = Encoder("one.gguf");
        using var host = Build(services => services.AddEdgeEmbeddingGenerator(model, options => options.Threads = 1).Use(async (values, options, inner, cancellationToken) =>
        {
            calls++;
            return await inner.GenerateAsync(values, options, cancellationToken);
        }));

        await host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateVectorAsync("the man", cancellationToken: Cancellation);

        calls.Should().Be(1);
    }

    [Fact]
    public async Task Embedding_models_share_the_memory_budget()
    {
        var tooLittle = await FluentActions.Awaiting(() => EmbedInTurnAsync(budget: 1 << 20)).Should().ThrowAsync<ModelMemoryException>();
        tooLittle.Which.Hint.Should().Contain("EdgeAI:MemoryBudget");
        var need = tooLittle.Which.RequiredBytes;

        (await EmbedInTurnAsync(need * 3 / 2)).Should().ContainSingle(line => line.Contains("'one' unloaded: its memory is needed for 'two'", StringComparison.Ordinal));
        (await EmbedInTurnAsync(need * 2)).Should().NotContain(line => line.Contains("its memory is needed", StringComparison.Ordinal));
    }

    /// <summary>Embeds with one model, then with another, and returns the log.</summary>
    private async Task<IReadOnlyList<string>> EmbedInTurnAsync(long budget)
    {
        using var log = new LogLines();
        using var host = Build(
            services =>
            {
                services.AddSingleton<ILoggerFactory>(log);
                services.AddEdgeEmbeddingGenerator(Encoder("one.gguf"), options => options.Threads = 1);
                services.AddEdgeEmbeddingGenerator(Encoder("two.gguf", seed: 2), options => options.Threads = 1);
            },
            ("EdgeAI:MemoryBudget", $"{budget}"));
        await host.StartAsync(Cancellation);

        foreach (var generator in host.Services.GetServices<IEmbeddingGenerator<string, Embedding<float>>>().Reverse())
            await generator.GenerateVectorAsync("the man", cancellationToken: Cancellation);

        return [.. log.Lines.Select(line => line.Text)];
    }

    [Fact]
    public async Task A_changed_option_applies_after_a_restart_and_the_log_says_so()
    {
        using var log = new LogLines();
        using var host = Build(
            services =>
            {
                services.AddSingleton<ILoggerFactory>(log);
                services.AddEdgeEmbeddingGenerator("bge-small");
            },
            ("EdgeAI:Embeddings:bge-small:Threads", "1"));
        host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();

        configuration["EdgeAI:Embeddings:bge-small:Threads"] = "2";
        configuration.Reload();

        log.Lines.Should().Contain(line => line.Text.StartsWith("EdgeAI:Embeddings:bge-small:Threads has changed, and applies after a restart", StringComparison.Ordinal));
    }

    private EdgeModel Encoder(string name, int seed = 1)
    {
        var path = Path.Combine(_models.Path, name);
        new RandomBert { Seed = seed }.Write(path);
        return EdgeModel.FromFile(path);
    }

    private IHost Build(Action<IServiceCollection> register, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Configuration["EdgeAI:ModelDirectory"] = Path.Combine(_models.Path, "store");
        register(builder.Services);
        return builder.Build();
    }

    private static EdgeEmbeddingGeneratorOptions OptionsOf(IHost host, string name) => host.Services.GetRequiredService<IOptionsMonitor<EdgeEmbeddingGeneratorOptions>>().Get(name);

    private static string? Id(IEmbeddingGenerator generator) => generator.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId;
}
