using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Hosting;

/// <summary>A registered embedding generator.</summary>
internal sealed class EmbeddingGeneratorRegistration : ClientRegistration<EdgeEmbeddingGenerator, EdgeEmbeddingGeneratorOptions>
{
    /// <inheritdoc cref="ClientRegistration{TClient, TOptions}" />
    public EmbeddingGeneratorRegistration(object? key, string modelId, EdgeModel? model)
        : base(key, modelId, model)
    {
        Pipeline = new(GetClient);
    }

    /// <summary>Gets the builder of the generator that the app resolves: middleware over the generator of the model.</summary>
    public EmbeddingGeneratorBuilder<string, Embedding<float>> Pipeline { get; }

    public override void AddPipeline(IServiceCollection services)
    {
        services.AddBelowFirst(typeof(IEmbeddingGenerator<string, Embedding<float>>), Key, Pipeline.Build);
        services.AddBelowFirst(typeof(IEmbeddingGenerator), Key, provider => provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(Key));
    }

    protected override EdgeEmbeddingGenerator Create(EdgeModel found, EdgeEmbeddingGeneratorOptions options, IServiceProvider services) => EdgeEmbeddingGenerator.Over(found, options, services);
}
