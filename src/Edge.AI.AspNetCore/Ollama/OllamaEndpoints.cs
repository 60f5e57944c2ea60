using Edge.AI.AspNetCore.Clients;
using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;
using Edge.AI.AspNetCore.Protection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.Ollama;

/// <summary>Maps the part of Ollama's protocol that clients need to list models and to chat.</summary>
internal static class OllamaEndpoints
{
    /// <summary>Clients compare it with the version that a feature needs. This is the version of the protocol that the endpoints follow.</summary>
    private const string ProtocolVersion = "0.12.0";

    private static readonly DateTimeOffset s_built = File.Exists(Environment.ProcessPath) ? new(File.GetLastWriteTimeUtc(Environment.ProcessPath)) : DateTimeOffset.UnixEpoch;

    public static RouteGroupBuilder Map(RouteGroupBuilder group, bool hasPrefix, Guard guard)
    {
        var routes = new ProtectedRoutes(group, guard, WriteErrorAsync);
        routes.Post("/chat", new OllamaChat(guard.Options, guard.Time).AnswerAsync, "Answers a conversation.");
        routes.Get("/tags", ListAsync, "Lists the models.");
        routes.Get("/version", static (context, cancellationToken) => JsonResponse.WriteAsync(context, new(ProtocolVersion), OllamaJsonContext.Default.OllamaVersion, cancellationToken), "Gets the version of the protocol.");
        routes.Preflight();
        if (hasPrefix)
            routes.Unknown();
        group.WithTags("Ollama");
        return group;
    }

    private static Task ListAsync(HttpContext context, CancellationToken cancellationToken) =>
        JsonResponse.WriteAsync(context, new([.. ServedModels.Chat(context.RequestServices).Select(EntryOf)]), OllamaJsonContext.Default.OllamaTags, cancellationToken);

    private static OllamaModel EntryOf(ServedModel<IChatClient> served)
    {
        var model = served.Model;
        var family = model?.Family ?? "";
        return new(
            served.Name, served.Name, s_built, model?.Size ?? 0, model?.Files[0].Digest?.ToString() ?? "",
            new("", model is null ? "" : "gguf", family, family.Length == 0 ? [] : [family], model?.Parameters ?? "", model?.Quantization ?? ""));
    }

    private static Task WriteErrorAsync(HttpContext context, ApiError error) =>
        JsonResponse.WriteAsync(context, new(error.Message), OllamaJsonContext.Default.OllamaError, context.RequestAborted);
}
