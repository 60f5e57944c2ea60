using Edge.AI;
using Edge.AI.Hosting;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers embedding generators whose models run in this process.</summary>
/// <remarks>
/// Each method registers one <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c>, a singleton, and returns the builder of its pipeline. Middleware that is added to the builder becomes
/// part of that generator: <c>services.AddEdgeEmbeddingGenerator("bge-small-en-v1.5").UseDistributedCache()</c>. The <see cref="EdgeEmbeddingGenerator"/> beneath the middleware is registered as
/// well, with the same key. A repeated call with the same key and model registers nothing new and returns the same builder; <c>configure</c> is applied in addition. If several models are
/// registered without a key, the first one is the default. The others serve calls whose <see cref="EmbeddingGenerationOptions.ModelId"/> names them.
/// </remarks>
public static class EdgeEmbeddingServiceCollectionExtensions
{
    /// <summary>
    /// Registers an embedding generator for a model of the catalogue. The first call downloads, verifies and loads the model; all generators with the same model and load options share it.
    /// It is safe to call this method again.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="modelId">An id or alias, for example <c>bge-small-en-v1.5</c>. An unknown id fails with <c>EDGE_MODEL_UNKNOWN</c> when the host starts.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Embeddings:MODELID</c>.</param>
    /// <returns>The builder of the generator's pipeline. A repeated call returns the same builder.</returns>
    public static EmbeddingGeneratorBuilder<string, Embedding<float>> AddEdgeEmbeddingGenerator(
        this IServiceCollection services, string modelId, Action<EdgeEmbeddingGeneratorOptions>? configure = null) =>
        services.AddKeyedEdgeEmbeddingGenerator(key: null, modelId, configure);

    /// <inheritdoc cref="AddEdgeEmbeddingGenerator(IServiceCollection, string, Action{EdgeEmbeddingGeneratorOptions}?)" />
    /// <param name="services">The services.</param>
    /// <param name="model">The model, for example <c>EdgeModels.BgeSmallEnV1_5</c>; it does not have to be in a catalogue.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Embeddings:ID</c>.</param>
    /// <returns>The builder of the generator's pipeline. A repeated call returns the same builder.</returns>
    public static EmbeddingGeneratorBuilder<string, Embedding<float>> AddEdgeEmbeddingGenerator(
        this IServiceCollection services, EdgeModel model, Action<EdgeEmbeddingGeneratorOptions>? configure = null) =>
        services.AddKeyedEdgeEmbeddingGenerator(key: null, model, configure);

    /// <summary>Registers a keyed embedding generator for a model of the catalogue, like <see cref="AddEdgeEmbeddingGenerator(IServiceCollection, string, Action{EdgeEmbeddingGeneratorOptions}?)"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key; <see langword="null"/> registers the generator without a key.</param>
    /// <param name="modelId">An id or alias.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Embeddings:KEY</c>.</param>
    /// <returns>The builder of the generator's pipeline. A repeated call returns the same builder.</returns>
    public static EmbeddingGeneratorBuilder<string, Embedding<float>> AddKeyedEdgeEmbeddingGenerator(
        this IServiceCollection services, object? key, string modelId, Action<EdgeEmbeddingGeneratorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return services.Register(new(key, modelId, model: null), configure);
    }

    /// <summary>Registers a keyed embedding generator for a model, like <see cref="AddEdgeEmbeddingGenerator(IServiceCollection, EdgeModel, Action{EdgeEmbeddingGeneratorOptions}?)"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key; <see langword="null"/> registers the generator without a key.</param>
    /// <param name="model">The model; it does not have to be in a catalogue.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Embeddings:KEY</c>.</param>
    /// <returns>The builder of the generator's pipeline. A repeated call returns the same builder.</returns>
    public static EmbeddingGeneratorBuilder<string, Embedding<float>> AddKeyedEdgeEmbeddingGenerator(
        this IServiceCollection services, object? key, EdgeModel model, Action<EdgeEmbeddingGeneratorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(model);
        return services.Register(new(key, model.Id, model), configure);
    }

    private static EmbeddingGeneratorBuilder<string, Embedding<float>> Register(
        this IServiceCollection services, EmbeddingGeneratorRegistration wanted, Action<EdgeEmbeddingGeneratorOptions>? configure) =>
        services.AddEdgeAI().Register<EmbeddingGeneratorRegistration, EdgeEmbeddingGenerator, EdgeEmbeddingGeneratorOptions>(wanted, configure).Pipeline;
}
