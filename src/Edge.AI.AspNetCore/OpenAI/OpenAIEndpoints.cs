using Edge.AI.AspNetCore.OpenAI.Chat;
using Edge.AI.AspNetCore.OpenAI.Completions;
using Edge.AI.AspNetCore.OpenAI.Embeddings;
using Edge.AI.AspNetCore.OpenAI.Formats;
using Edge.AI.AspNetCore.OpenAI.Responses;
using Edge.AI.AspNetCore.Protection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Edge.AI.AspNetCore.OpenAI;

/// <summary>Maps OpenAI's protocol.</summary>
internal static class OpenAIEndpoints
{
    public static RouteGroupBuilder Map(RouteGroupBuilder group, bool hasPrefix, Guard guard)
    {
        var routes = new ProtectedRoutes(group, guard, OpenAIError.WriteAsync);
        routes.Get("/models", ModelList.ListAsync, "Lists the models.").WithMetadata(new ApiRoot(ApiKind.OpenAI));
        routes.Get("/models/{**model}", ModelList.GetAsync, "Gets one model.");
        routes.Post("/chat/completions", new ChatCompletions(guard.Options, guard.Time).AnswerAsync, "Answers a conversation.");
        routes.Post("/completions", new TextCompletions(guard.Options, guard.Time).AnswerAsync, "Continues a raw prompt.");
        routes.Post("/embeddings", new EmbeddingRequests(guard.Options, guard.Time).AnswerAsync, "Turns texts into vectors.");
        routes.Post("/responses", new ResponseRequests(guard.Options, guard.Time).AnswerAsync, "Answers a conversation, as items and events.");
        routes.Preflight();
        if (hasPrefix)
            routes.Unknown();
        group.WithTags("OpenAI");
        return group;
    }
}
