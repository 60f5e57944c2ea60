using Edge.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Adds embedding generators whose models run in this process to a kernel.</summary>
/// <remarks>
/// Each method registers what the connectors of Semantic Kernel register: an <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c> that emits telemetry with OpenTelemetry, with the service id
/// as its key. It is safe to call a method again with the same model and service id.
/// </remarks>
public static class EdgeEmbeddingKernelBuilderExtensions
{
    /// <summary>Adds an embedding generator for a model of the catalogue. The first call downloads, verifies and loads the model.</summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="modelId">An id or alias, for example <c>bge-small-en-v1.5</c>. An unknown id fails with <c>EDGE_MODEL_UNKNOWN</c> when the kernel first needs the generator.</param>
    /// <param name="serviceId">The id that selects this generator in the kernel. The default, <see langword="null"/>, registers the generator without a key.</param>
    /// <param name="configure">Sets options of the generator.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddEdgeEmbeddingGenerator(this IKernelBuilder builder, string modelId, string? serviceId = null, Action<EdgeEmbeddingGeneratorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithTelemetry(builder.Services.AddKeyedEdgeEmbeddingGenerator(serviceId, modelId, configure));
    }

    /// <summary>Adds an embedding generator for a model. The first call downloads, verifies and loads the model.</summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="model">The model, for example <c>EdgeModels.BgeSmallEnV1_5</c>. It does not have to be in a catalogue.</param>
    /// <param name="serviceId">The id that selects this generator in the kernel. The default, <see langword="null"/>, registers the generator without a key.</param>
    /// <param name="configure">Sets options of the generator.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddEdgeEmbeddingGenerator(this IKernelBuilder builder, EdgeModel model, string? serviceId = null, Action<EdgeEmbeddingGeneratorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithTelemetry(builder.Services.AddKeyedEdgeEmbeddingGenerator(serviceId, model, configure));
    }

    /// <summary>Adds the middleware that the connectors of Semantic Kernel add, once for each pipeline.</summary>
    private static IKernelBuilder WithTelemetry(this IKernelBuilder builder, EmbeddingGeneratorBuilder<string, Embedding<float>> pipeline)
    {
        var kernelPipeline = new KernelPipeline(pipeline);
        if (builder.Services.Any(service => !service.IsKeyedService && kernelPipeline.Equals(service.ImplementationInstance)))
            return builder;

        builder.Services.AddSingleton(kernelPipeline);
        pipeline.UseOpenTelemetry();
        return builder;
    }

    /// <summary>Marks a pipeline that has the middleware.</summary>
    private sealed record KernelPipeline(EmbeddingGeneratorBuilder<string, Embedding<float>> Pipeline);
}
