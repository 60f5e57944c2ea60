using Edge.AI;
using Edge.AI.Fallback;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.AI;

/// <summary>Adds middleware to the pipeline of a chat client whose model runs in this process.</summary>
public static class EdgeChatClientBuilderExtensions
{
    /// <summary>
    /// Lets another chat client answer requests that the local model cannot answer now: while it is not ready, when its queue is full, for prompts beyond its context, and for
    /// contents that it cannot read. All other requests are answered by the local model.
    /// </summary>
    /// <remarks>
    /// <see cref="ChatResponse.ModelId"/> is the model that answered, and the instrument <c>edge_ai.fallback.requests</c> counts the answers of both. The other client gets the
    /// request without its <see cref="ChatOptions.ModelId"/>. A streamed answer that has begun is never continued by the other client: an error after its first content is thrown to
    /// the caller. Requests with <see cref="EdgeChatOptions.Grammar"/> are always answered by the local model, because other clients would ignore the grammar. Errors of the other
    /// client are thrown to the caller.
    /// </remarks>
    /// <param name="builder">The builder, for example from <c>AddEdgeChatClient</c>. Middleware that is added before this call runs for both clients.</param>
    /// <param name="fallback">Creates the other client, once, when the pipeline is built. The pipeline disposes of it.</param>
    /// <param name="configure">Sets when the other client answers. The default, <see langword="null"/>, is for all <see cref="FallbackReasons"/>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="EdgeOptionException">An option is out of range.</exception>
    public static ChatClientBuilder UseFallback(this ChatClientBuilder builder, Func<IServiceProvider, IChatClient> fallback, Action<FallbackOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(fallback);
        var options = new FallbackOptions();
        configure?.Invoke(options);
        options.Validate();
        return builder.Use((local, services) => new FallbackChatClient(
            local, fallback(services), new(options, local.GetService<EdgeChatClient>()), (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Edge.AI.Fallback")));
    }
}
