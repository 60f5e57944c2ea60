using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.AspNetCore.Clients;

/// <summary>
/// The chat clients and embedding generators of an app, with their names: the default first. A service without a key has the id of its model; one with a key has the key. A name that
/// several services have means the first of them.
/// </summary>
internal static class ServedModels
{
    public static IReadOnlyList<ServedModel<IChatClient>> Chat(IServiceProvider services) => List<IChatClient>(services, client =>
    {
        var metadata = client.GetService<ChatClientMetadata>();
        return (metadata?.DefaultModelId, metadata?.ProviderName, client.GetService<EdgeModel>());
    });

    public static IReadOnlyList<ServedModel<IEmbeddingGenerator<string, Embedding<float>>>> Embeddings(IServiceProvider services) => List<IEmbeddingGenerator<string, Embedding<float>>>(services, generator =>
    {
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        return (metadata?.DefaultModelId, metadata?.ProviderName, generator.GetService(typeof(EdgeModel)) as EdgeModel);
    });

    /// <exception cref="ApiException">No model has this name.</exception>
    public static ServedModel<T> Named<T>(this IReadOnlyList<ServedModel<T>> models, string name) => models.FirstOrDefault(model => model.HasName(name)) ?? throw new ApiException(new(
        StatusCodes.Status404NotFound,
        "model_not_found",
        models.Count == 0 ? "This server has no model for such requests." : $"This server has no model of that name for such requests. It has: {string.Join(", ", models.Select(model => model.Name))}.")
    {
        Parameter = "model",
    });

    private static List<ServedModel<T>> List<T>(IServiceProvider services, Func<T, (string? Id, string? Provider, EdgeModel? Model)> describe)
        where T : class
    {
        List<ServedModel<T>> models = [];
        List<T> unkeyed = [.. services.GetServices<T>()];
        // The last one is the app's default. Edge.AI adds later clients before it, so with it first, they have the order of their registration.
        foreach (var service in unkeyed.TakeLast(1).Concat(unkeyed.SkipLast(1)))
        {
            var (id, provider, model) = describe(service);
            Add(new(id ?? model?.Id ?? service.GetType().Name, service, model, provider));
        }

        foreach (var key in services.GetService<RegisteredKeys>()?.Of<T>() ?? [])
        {
            var service = services.GetRequiredKeyedService<T>(key);
            var (_, provider, model) = describe(service);
            Add(new(key.ToString()!, service, model, provider));
        }

        return models;

        void Add(ServedModel<T> model)
        {
            if (!models.Exists(known => known.Name.Equals(model.Name, StringComparison.OrdinalIgnoreCase)))
                models.Add(model);
        }
    }
}
