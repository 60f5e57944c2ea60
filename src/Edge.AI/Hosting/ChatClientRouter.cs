using Edge.AI.Chat;
using Microsoft.Extensions.AI;

namespace Edge.AI.Hosting;

/// <summary>Finds the chat client of another registered model.</summary>
internal sealed class ChatClientRouter(ClientRegistry<EdgeChatClient, EdgeChatClientOptions> clients) : IChatClientRouter
{
    public IChatClient Get(string modelId) => clients.Get(modelId);
}
