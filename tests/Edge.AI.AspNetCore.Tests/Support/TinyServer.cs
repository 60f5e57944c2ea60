using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>A server with edge-tiny, for all tests that do not need one of their own. The model chooses the most probable token.</summary>
public sealed class TinyServer : IAsyncLifetime
{
    internal const string Model = "edge-tiny";

    internal TestServer Server { get; private set; } = null!;

    internal HttpClient Http => Server.Http;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(AddTiny);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Registers edge-tiny with one thread: tests run in parallel.</summary>
    internal static void AddTiny(IServiceCollection services)
    {
        services.AddEdgeChatClient(options => options.Threads = 1).ConfigureOptions(options => options.Temperature ??= 0);
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>, LetterEmbeddings>();
        services.AddEdgeServer();
    }
}
