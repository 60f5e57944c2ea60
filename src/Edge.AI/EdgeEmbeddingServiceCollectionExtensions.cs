using Edge.AI;
using Edge.AI.Common;
using Edge.AI.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        this IServiceCollection services, EmbeddingGeneratorRegistration wanted, Action<EdgeEmbeddingGeneratorOptions>? configure)
    {
        services.AddEdgeAI();
        var earlier = services.Where(service => !service.IsKeyedService).Select(service => service.ImplementationInstance).OfType<EmbeddingGeneratorRegistration>().FirstOrDefault(wanted.IsRepetitionOf);
        if (earlier is null)
            services.AddNew(wanted);

        var options = services.AddOptions<EdgeEmbeddingGeneratorOptions>(wanted.Name).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        return (earlier ?? wanted).Pipeline;
    }

    private static void AddNew(this IServiceCollection services, EmbeddingGeneratorRegistration registration)
    {
        services.AddSingleton(registration);
        services.AddSingleton<IConfigureOptions<EdgeEmbeddingGeneratorOptions>>(provider => new ConfigureNamedOptions<EdgeEmbeddingGeneratorOptions>(
            registration.Name,
            options => Bind(options, registration.Name, provider.GetService<IConfiguration>())));
        services.AddSingleton<IOptionsChangeTokenSource<EdgeEmbeddingGeneratorOptions>>(provider => new ValidatedChanges<EdgeEmbeddingGeneratorOptions>(
            registration.Name, provider.GetService<IConfiguration>(), provider.GetRequiredService<IOptionsFactory<EdgeEmbeddingGeneratorOptions>>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddBelowFirst(typeof(EdgeEmbeddingGenerator), registration.Key, registration.CreateGenerator);
        services.AddBelowFirst(typeof(IEmbeddingGenerator<string, Embedding<float>>), registration.Key, registration.Pipeline.Build);
        services.AddBelowFirst(typeof(IEmbeddingGenerator), registration.Key, provider => provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(registration.Key));
    }

    private static void Bind(EdgeEmbeddingGeneratorOptions options, string name, IConfiguration? configuration)
    {
        if (configuration is null)
            return;

        var section = configuration.GetSection($"{EdgeEmbeddingGeneratorOptionsValidator.Section}:{name}");
        List<string> problems =
        [
            .. ConfiguredValues.FindProblems(configuration.GetSection(EdgeChatClientOptionsValidator.Section), typeof(SharedSettings), isOnly: false),
            .. ConfiguredValues.FindProblems(section, typeof(EdgeEmbeddingGeneratorOptions), isOnly: true),
        ];
        if (problems.Count > 0)
            throw new OptionsValidationException(name, typeof(EdgeEmbeddingGeneratorOptions), problems);

        options.Runtime = configuration.GetValue(EdgeChatClientOptionsValidator.RuntimeKey, options.Runtime);
        section.Bind(options);
    }
}
