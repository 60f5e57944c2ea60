using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Hosting;

/// <summary>A registered chat client.</summary>
internal sealed class ChatClientRegistration : ClientRegistration<EdgeChatClient, EdgeChatClientOptions>
{
    /// <inheritdoc cref="ClientRegistration{TClient, TOptions}" />
    public ChatClientRegistration(object? key, string modelId, EdgeModel? model)
        : base(key, modelId, model)
    {
        Pipeline = new(GetClient);
    }

    /// <summary>Gets the builder of the client that the app resolves: middleware over the client of the model.</summary>
    public ChatClientBuilder Pipeline { get; }

    public override void AddPipeline(IServiceCollection services) => services.AddBelowFirst(typeof(IChatClient), Key, Pipeline.Build);

    protected override EdgeChatClient Create(EdgeModel found, EdgeChatClientOptions options, IServiceProvider services) => EdgeChatClient.Over(found, options, services);
}
