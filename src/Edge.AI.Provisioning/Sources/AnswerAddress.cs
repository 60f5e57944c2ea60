using Edge.AI.Catalog;

namespace Edge.AI.Sources;

/// <summary>Who answered, and how it was asked: after a redirect, or from a mirror of the hub, it is another address than the one in the manifest.</summary>
internal static class AnswerAddress
{
    private static readonly HttpRequestOptionsKey<bool> Redirected = new("Edge.AI.Redirected");

    /// <summary>The address as an error may show it; null if the answer does not tell.</summary>
    public static string? Of(HttpResponseMessage response) => response.RequestMessage?.RequestUri is { } address ? SafeAddress.Of(address) : null;

    /// <summary>Whether another address led to the one that answered.</summary>
    public static bool IsRedirected(HttpResponseMessage response) => response.RequestMessage is { } request && request.Options.TryGetValue(Redirected, out var redirected) && redirected;

    /// <summary>Whether a token was sent to the one that answered.</summary>
    public static bool HasToken(HttpResponseMessage response) => response.RequestMessage?.Headers.Authorization is not null;

    public static void MarkRedirected(HttpRequestMessage request) => request.Options.Set(Redirected, true);
}
