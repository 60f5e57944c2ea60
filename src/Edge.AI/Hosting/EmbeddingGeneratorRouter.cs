using Edge.AI.Embeddings;
using Microsoft.Extensions.AI;

namespace Edge.AI.Hosting;

/// <summary>Finds the embedding generator of another registered model.</summary>
internal sealed class EmbeddingGeneratorRouter(ClientRegistry<EdgeEmbeddingGenerator, EdgeEmbeddingGeneratorOptions> generators) : IEmbeddingGeneratorRouter
{
    public IEmbeddingGenerator<string, Embedding<float>> Get(string modelId) => generators.Get(modelId);
}
