using Edge.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Adds chat clients whose models run in this process to a kernel.</summary>
/// <remarks>
/// Each method registers what the connectors of Semantic Kernel register: an <see cref="IChatClient"/> that calls the functions of the kernel and emits telemetry with OpenTelemetry,
/// with the service id as its key. It is safe to call a method again with the same model and service id.
/// </remarks>
public static class EdgeAIKernelBuilderExtensions
{
    /// <summary>
    /// Adds a chat client for the embedded default model <c>edge-tiny</c>, which needs no network.
    /// The model is meant for tests and first steps, not for production.
    /// </summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="configure">Sets options of the client.</param>
    /// <param name="serviceId">The id that selects this client in the kernel. The default, <see langword="null"/>, registers the client without a key.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddEdgeChatClient(this IKernelBuilder builder, Action<EdgeChatClientOptions>? configure = null, string? serviceId = null) =>
        builder.AddEdgeChatClient(EdgeModels.EdgeTiny, serviceId, configure);

    /// <summary>Adds a chat client for a model of the catalogue. The first request downloads, verifies and loads the model.</summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="modelId">An id or alias, for example <c>phi-3</c>. An unknown id fails with <c>EDGE_MODEL_UNKNOWN</c> when the kernel first needs the client.</param>
    /// <param name="serviceId">The id that selects this client in the kernel. The default, <see langword="null"/>, registers the client without a key.</param>
    /// <param name="configure">Sets options of the client.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddEdgeChatClient(this IKernelBuilder builder, string modelId, string? serviceId = null, Action<EdgeChatClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithKernelFunctions(builder.Services.AddKeyedEdgeChatClient(serviceId, modelId, configure));
    }

    /// <summary>Adds a chat client for a model. The first request downloads, verifies and loads the model.</summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="model">The model, for example <c>EdgeModels.Phi3</c>. It does not have to be in a catalogue.</param>
    /// <param name="serviceId">The id that selects this client in the kernel. The default, <see langword="null"/>, registers the client without a key.</param>
    /// <param name="configure">Sets options of the client.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddEdgeChatClient(this IKernelBuilder builder, EdgeModel model, string? serviceId = null, Action<EdgeChatClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithKernelFunctions(builder.Services.AddKeyedEdgeChatClient(serviceId, model, configure));
    }

    /// <summary>Adds the middleware that the connectors of Semantic Kernel add, once for each pipeline.</summary>
    private static IKernelBuilder WithKernelFunctions(this IKernelBuilder builder, ChatClientBuilder pipeline)
    {
        var kernelPipeline = new KernelPipeline(pipeline);
        if (builder.Services.Any(service => !service.IsKeyedService && kernelPipeline.Equals(service.ImplementationInstance)))
            return builder;

        builder.Services.AddSingleton(kernelPipeline);
        pipeline.UseKernelFunctionInvocation().UseOpenTelemetry();
        return builder;
    }

    /// <summary>Marks a pipeline that has the middleware.</summary>
    private sealed record KernelPipeline(ChatClientBuilder Pipeline);
}
