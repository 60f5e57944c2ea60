using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Ecosystem.Tests.Support;

/// <summary>Containers with a chat client of edge-tiny, as an app builds them.</summary>
internal static class TinyServices
{
    /// <summary>Builds a container whose client has the given middleware, and chooses the most probable token.</summary>
    public static ServiceProvider With(Action<ChatClientBuilder>? addMiddleware = null, Action<IServiceCollection>? addServices = null)
    {
        var services = new ServiceCollection();
        addServices?.Invoke(services);
        var client = services.AddTiny();
        addMiddleware?.Invoke(client);
        client.ConfigureOptions(Greedy);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>Registers edge-tiny with one thread: tests run in parallel.</summary>
    public static ChatClientBuilder AddTiny(this IServiceCollection services, object? key = null) => services.AddKeyedEdgeChatClient(key, OneThread);

    public static void OneThread(EdgeChatClientOptions options) => options.Threads = 1;

    public static void Greedy(ChatOptions options) => options.Temperature = 0;

    public static IChatClient Chat(this IServiceProvider services) => services.GetRequiredService<IChatClient>();
}
