using Microsoft.Extensions.AI;

namespace Edge.AI.Embeddings;

/// <summary>What all embedding generators of a service container share.</summary>
/// <param name="Router">Finds the generators of other models.</param>
/// <param name="Time">Dates embeddings.</param>
/// <param name="Provisioning">Finds the services that download and store models; null if there are none.</param>
internal sealed record EmbeddingServices(IEmbeddingGeneratorRouter Router, TimeProvider Time, IServiceProvider? Provisioning = null);

/// <summary>Finds the generator for a call whose <c>ModelId</c> names another model.</summary>
internal interface IEmbeddingGeneratorRouter
{
    /// <summary>Returns the generator of another registered model.</summary>
    /// <exception cref="ModelNotFoundException">No catalogue contains the model.</exception>
    /// <exception cref="EdgeOptionException">A catalogue contains the model, but no generator is registered for it.</exception>
    IEmbeddingGenerator<string, Embedding<float>> Get(string modelId);
}
