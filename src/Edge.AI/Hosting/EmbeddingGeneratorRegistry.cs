using System.Collections.Concurrent;
using Edge.AI.Embeddings;
using Microsoft.Extensions.AI;

namespace Edge.AI.Hosting;

/// <summary>Creates the embedding generator of a model with named options.</summary>
internal delegate IEmbeddingGenerator<string, Embedding<float>> EmbeddingGeneratorFactory(EdgeModel model, string optionsName);

/// <summary>The registered embedding generators of a service container. Each is created when it is first needed.</summary>
internal sealed class EmbeddingGeneratorRegistry(IEnumerable<EmbeddingGeneratorRegistration> registrations, ModelCatalog catalog, EmbeddingGeneratorFactory create) : IEmbeddingGeneratorRouter
{
    private readonly ConcurrentDictionary<EmbeddingGeneratorRegistration, IEmbeddingGenerator<string, Embedding<float>>> _generators = new();

    public IEmbeddingGenerator<string, Embedding<float>> Get(EmbeddingGeneratorRegistration registration) =>
        _generators.GetOrAdd(registration, missing => create(ModelOf(missing), missing.Name));

    /// <inheritdoc />
    /// <remarks>If a model has several generators, one without a key comes before those with a key. Among equals the first registration is chosen, as in the container.</remarks>
    public IEmbeddingGenerator<string, Embedding<float>> Get(string modelId)
    {
        var registration = registrations.OrderBy(registration => registration.Key is not null)
            .FirstOrDefault(registration => ModelOf(registration).HasName(modelId));
        if (registration is not null)
            return Get(registration);

        throw new EdgeOptionException(
            "ModelId", $"no embedding generator is registered for '{catalog.Get(modelId).Id}'.", $"Register one with AddEdgeEmbeddingGenerator(\"{modelId}\"), or remove ModelId.");
    }

    /// <summary>Resolves the model of every registration, so that a mistyped id fails the start of the host and not the first call.</summary>
    public void Validate()
    {
        foreach (var registration in registrations)
            ModelOf(registration);
    }

    private EdgeModel ModelOf(EmbeddingGeneratorRegistration registration)
    {
        var model = registration.ModelFrom(catalog);
        return model.Capabilities.HasFlag(ModelCapabilities.Embeddings)
            ? model
            : throw new EdgeOptionException("modelId", $"'{model.Id}' does not have the capability 'embeddings' in its manifest.", "Choose a model with the capability 'embeddings'.");
    }
}
