using System.Net;
using System.Security.Authentication;

namespace Edge.AI.Provisioning;

/// <summary>What went wrong on the way to a server or there, in our own words and codes.</summary>
internal static class HttpFailure
{
    private const string Resumable = "The bytes on disk stay, and the next attempt goes on from there.";

    public static ModelDownloadException Of(FileRequest request, HttpResponseMessage response, TimeProvider time)
    {
        var status = response.StatusCode;
        if (status == HttpStatusCode.ProxyAuthenticationRequired)
            return ProxyAuthentication(SafeAddress.Of(request.Address));

        var (code, hint) = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when HuggingFace.IsGated(response) => (EdgeErrorCodes.DownloadUnauthorized, HuggingFace.GatedHint(request.Address)),
            HttpStatusCode.Unauthorized => (EdgeErrorCodes.DownloadUnauthorized, $"Give a token for {request.Address.IdnHost} in EdgeAI:Tokens."),
            HttpStatusCode.Forbidden => (EdgeErrorCodes.DownloadUnauthorized, "The link has expired, or the token or its account may not read this file: accept the model's terms on its page, or use another token."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => (EdgeErrorCodes.DownloadRejected, "The file is not there (any more): mend the address in the manifest."),
            HttpStatusCode.TooManyRequests => (EdgeErrorCodes.DownloadRejected, "The server wants fewer requests: try again later, or use a token or a mirror."),
            >= HttpStatusCode.InternalServerError => (EdgeErrorCodes.DownloadUnreachable, "The server is in trouble: try again later. " + Resumable),
            _ => (EdgeErrorCodes.DownloadRejected, "Look at the address in the manifest."),
        };
        return new(code, $"{SafeAddress.Of(request.Address)} answered {(int)status} ({status}) for '{request.File.Name}'.", hint, IsTransient(status), status)
        {
            RetryAfter = RetryAfter(response, time),
        };
    }

    public static ModelDownloadException Unreachable(string address, HttpRequestException cause)
    {
        if (cause.HttpRequestError == HttpRequestError.ProxyTunnelError)
            return Tunnel(address, cause);

        var untrusted = cause.InnerException is AuthenticationException;
        return new(
            EdgeErrorCodes.DownloadUnreachable,
            $"{address} can't be reached: {cause.Message}",
            untrusted ? "The server's certificate is not trusted on this machine. Install its authority's certificate if you know it; a proxy may stand between." : "Look at the network, the name and the proxy. " + Resumable,
            isTransient: !untrusted && cause.HttpRequestError is not HttpRequestError.ConfigurationLimitExceeded,
            cause.StatusCode,
            cause);
    }

    private static ModelDownloadException ProxyAuthentication(string address, HttpRequestException? cause = null) => new(
        EdgeErrorCodes.DownloadRejected,
        $"The proxy on the way to {address} wants a user and a password (407).",
        "Give them in EdgeAI:Proxy, as http://user:password@host:port, or in the environment variable HTTPS_PROXY.",
        isTransient: false,
        HttpStatusCode.ProxyAuthenticationRequired,
        cause);

    // .NET tells the proxy's status in its message only (dotnet/runtime, net_http_proxy_tunnel_returned_failure_status_code).
    private static ModelDownloadException Tunnel(string address, HttpRequestException cause) => cause.Message.Contains("'407'", StringComparison.Ordinal)
        ? ProxyAuthentication(address, cause)
        : new(
            EdgeErrorCodes.DownloadUnreachable,
            $"The proxy does not lead to {address}: {cause.Message}",
            "Look at EdgeAI:Proxy or the proxy settings of the environment (HTTPS_PROXY, NO_PROXY).",
            isTransient: false,
            innerException: cause);

    public static ModelDownloadException Broken(string address, Exception cause) =>
        new(EdgeErrorCodes.DownloadUnreachable, $"The connection to {address} broke: {cause.Message}", Resumable, isTransient: true, innerException: cause);

    public static ModelDownloadException Redirect(FileRequest request, string problem) => Rejected(
        request, $"is not followed: {problem}", "Use the file's final https address in the manifest.");

    public static ModelDownloadException Insecure(FileRequest request, Uri address) => Rejected(
        request, $"leads to {SafeAddress.Of(address)}, which is not encrypted", "Use an https address; http is accepted from this machine only.");

    public static ModelDownloadException Encoded(FileRequest request, string coding) => Rejected(
        request, $"answered with Content-Encoding '{coding}' though only the plain bytes are accepted", "Turn compression off for this file on the server or the proxy, or use a mirror.");

    private static ModelDownloadException Rejected(FileRequest request, string problem, string hint) =>
        new(EdgeErrorCodes.DownloadRejected, $"{SafeAddress.Of(request.Address)} {problem} ('{request.File.Name}').", hint, isTransient: false);

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };
}
