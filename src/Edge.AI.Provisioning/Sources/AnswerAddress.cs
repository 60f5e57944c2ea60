using Edge.AI.Catalog;

namespace Edge.AI.Sources;

/// <summary>Reads from an answer which address sent it, and how it was requested. After a redirect, or with a mirror, the address differs from the manifest's.</summary>
internal static class AnswerAddress
{
    private static readonly HttpRequestOptionsKey<bool> Redirected = new("Edge.AI.Redirected");

    /// <summary>The address, safe to show; null if the answer does not contain it.</summary>
    public static string? Of(HttpResponseMessage response) => response.RequestMessage?.RequestUri is { } address ? SafeAddress.Of(address) : null;

    /// <summary>Whether the address was reached by a redirect.</summary>
    public static bool IsRedirected(HttpResponseMessage response) => response.RequestMessage is { } request && request.Options.TryGetValue(Redirected, out var redirected) && redirected;

    /// <summary>Whether a token was sent with the request.</summary>
    public static bool HasToken(HttpResponseMessage response) => response.RequestMessage?.Headers.Authorization is not null;

    public static void MarkRedirected(HttpRequestMessage request) => request.Options.Set(Redirected, true);
}
