using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.AspNetCore.Clients;

/// <summary>The keys under which an app has registered chat clients and embedding generators. A container does not list its keys.</summary>
internal sealed class RegisteredKeys(IServiceCollection services)
{
    private readonly Lazy<IReadOnlyList<object>> _chat = new(() => Of<IChatClient>(services));
    private readonly Lazy<IReadOnlyList<object>> _embeddings = new(() => Of<IEmbeddingGenerator<string, Embedding<float>>>(services));

    public IReadOnlyList<object> Of<T>() => typeof(T) == typeof(IChatClient) ? _chat.Value : _embeddings.Value;

    private static object[] Of<T>(IServiceCollection services) =>
        [.. services.Where(service => service.IsKeyedService && service.ServiceType == typeof(T) && service.ServiceKey != KeyedService.AnyKey).Select(service => service.ServiceKey!).Distinct()];
}
