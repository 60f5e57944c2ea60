using Edge.AI.AspNetCore;
using Edge.AI.AspNetCore.Models;
using Edge.AI.AspNetCore.Ollama;
using Edge.AI.AspNetCore.OpenAI;
using Edge.AI.AspNetCore.Page;
using Edge.AI.AspNetCore.Protection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps endpoints that serve the chat clients and embedding generators of an app.</summary>
/// <remarks>
/// All of them are protected by <see cref="EdgeServerOptions"/>. Each method returns a builder for further conventions, such as <c>RequireAuthorization</c> and
/// <c>RequireRateLimiting</c>.
/// </remarks>
public static class EdgeEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves every registered <c>IChatClient</c> and <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c> in OpenAI's protocol: models, chat completions,
    /// completions, embeddings and responses. A client of OpenAI needs only another base address.
    /// </summary>
    /// <param name="endpoints">The routes of the app.</param>
    /// <param name="prefix">The beginning of every path. Default: <c>/v1</c>.</param>
    /// <returns>A builder for conventions of all these endpoints.</returns>
    public static IEndpointConventionBuilder MapOpenAI(this IEndpointRouteBuilder endpoints, string prefix = "/v1")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        return OpenAIEndpoints.Map(endpoints.MapGroup(prefix), HasPrefix(prefix), GuardOf(endpoints));
    }

    /// <summary>Serves every registered <c>IChatClient</c> in Ollama's protocol: <c>chat</c>, <c>tags</c> and <c>version</c>. A client of Ollama needs only another address.</summary>
    /// <param name="endpoints">The routes of the app.</param>
    /// <param name="prefix">The beginning of every path. Default: <c>/api</c>.</param>
    /// <returns>A builder for conventions of all these endpoints.</returns>
    public static IEndpointConventionBuilder MapOllama(this IEndpointRouteBuilder endpoints, string prefix = "/api")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        return OllamaEndpoints.Map(endpoints.MapGroup(prefix), HasPrefix(prefix), GuardOf(endpoints));
    }

    /// <summary>
    /// Serves the catalogue of models, with what of each is on disk: <c>GET</c> lists the models or one, <c>POST ID/download</c>, <c>pause</c>, <c>resume</c> and <c>cancel</c> control
    /// the download, <c>GET ID/progress</c> streams its progress as server-sent events, and <c>DELETE ID</c> deletes the model from the disk. Errors are problem details (RFC 9457).
    /// </summary>
    /// <param name="endpoints">The routes of the app.</param>
    /// <param name="prefix">The beginning of every path. Default: <c>/models</c>.</param>
    /// <returns>A builder for conventions of all these endpoints.</returns>
    /// <exception cref="InvalidOperationException">Neither <c>AddEdgeChatClient</c> nor <c>AddEdgeModelProvisioning</c> was called.</exception>
    public static IEndpointConventionBuilder MapEdgeModels(this IEndpointRouteBuilder endpoints, string prefix = "/models")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        return ModelEndpoints.Map(endpoints.MapGroup(prefix), HasPrefix(prefix), GuardOf(endpoints), endpoints.ServiceProvider);
    }

    /// <summary>
    /// Serves a page that chats with the models of <see cref="MapOpenAI"/> and downloads those of <see cref="MapEdgeModels"/>, wherever the app has mapped them. The page loads nothing
    /// from elsewhere, and keeps its history in the browser.
    /// </summary>
    /// <param name="endpoints">The routes of the app.</param>
    /// <param name="pattern">The path of the page. Default: <c>/</c>.</param>
    /// <returns>A builder for conventions of the page and its files.</returns>
    public static IEndpointConventionBuilder MapEdgeChatPage(this IEndpointRouteBuilder endpoints, string pattern = "/")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        return PageEndpoints.Map(endpoints.MapGroup(pattern), GuardOf(endpoints));
    }

    /// <summary>At the root of the app, other paths belong to the app.</summary>
    private static bool HasPrefix(string prefix) => prefix.Trim('/').Length > 0;

    private static Guard GuardOf(IEndpointRouteBuilder endpoints) => Guards.Of(endpoints.ServiceProvider);
}
