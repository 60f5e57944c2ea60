using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Hosting;

/// <summary>A registered embedding generator, from the first call of <c>AddEdgeEmbeddingGenerator</c> with its key and model.</summary>
internal sealed class EmbeddingGeneratorRegistration
{
    private readonly string _modelId;
    private readonly EdgeModel? _model;

    /// <param name="key">The service key; null for the generator without one.</param>
    /// <param name="modelId">The id of the model, as the caller wrote it.</param>
    /// <param name="model">The model, if the caller passed it; null to find it in the catalogue.</param>
    public EmbeddingGeneratorRegistration(object? key, string modelId, EdgeModel? model)
    {
        (Key, _modelId, _model) = (key, modelId, model);
        Pipeline = new(CreateGenerator);
    }

    public object? Key { get; }

    /// <summary>Gets the name of the generator's options, and of its section under <c>EdgeAI:Embeddings</c>.</summary>
    public string Name => Key?.ToString() ?? _modelId;

    /// <summary>Gets the builder of the generator that the app resolves: middleware over the generator of the model.</summary>
    public EmbeddingGeneratorBuilder<string, Embedding<float>> Pipeline { get; }

    public bool IsRepetitionOf(EmbeddingGeneratorRegistration other) => Equals(Key, other.Key) && _modelId == other._modelId && Equals(_model, other._model);

    public EdgeModel ModelFrom(ModelCatalog catalog) => _model ?? catalog.Get(_modelId);

    public IEmbeddingGenerator<string, Embedding<float>> CreateGenerator(IServiceProvider services) => services.GetRequiredService<EmbeddingGeneratorRegistry>().Get(this);
}
