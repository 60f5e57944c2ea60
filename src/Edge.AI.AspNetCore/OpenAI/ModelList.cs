using System.Text.Json.Serialization;
using Edge.AI.AspNetCore.Clients;
using Edge.AI.AspNetCore.Json;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.OpenAI;

/// <summary>Lists the models of the registered chat clients and embedding generators.</summary>
internal static class ModelList
{
    private const string Chat = "chat";
    private const string Embeddings = "embeddings";

    public static Task ListAsync(HttpContext context, CancellationToken cancellationToken) =>
        JsonResponse.WriteAsync(context, new("list", [.. All(context.RequestServices)]), ModelJsonContext.Default.ModelPage, cancellationToken);

    public static Task GetAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var name = (string)context.Request.RouteValues["model"]!;
        var chat = ServedModels.Chat(context.RequestServices);
        var model = chat.Any(model => model.HasName(name)) ? EntryOf(chat.Named(name), Chat) : EntryOf(ServedModels.Embeddings(context.RequestServices).Named(name), Embeddings);
        return JsonResponse.WriteAsync(context, model, ModelJsonContext.Default.ModelEntry, cancellationToken);
    }

    private static IEnumerable<ModelEntry> All(IServiceProvider services) =>
        ServedModels.Chat(services).Select(model => EntryOf(model, Chat)).Concat(ServedModels.Embeddings(services).Select(model => EntryOf(model, Embeddings))).DistinctBy(model => model.Id, StringComparer.Ordinal);

    private static ModelEntry EntryOf<T>(ServedModel<T> model, string capability) => new(model.Name, "model", Created: 0, model.Provider ?? "app", [capability]) { ContextLength = model.Model?.ContextLength };
}

internal sealed record ModelPage(string Object, IReadOnlyList<ModelEntry> Data);

internal sealed record ModelEntry(string Id, string Object, long Created, string OwnedBy, IReadOnlyList<string> Capabilities)
{
    /// <summary>Gets the longest context of the model, in tokens; a property that other servers have as well.</summary>
    public int? ContextLength { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelPage))]
[JsonSerializable(typeof(ModelEntry))]
internal sealed partial class ModelJsonContext : JsonSerializerContext;
