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
        var (code, hint) = status switch
        {
            HttpStatusCode.Unauthorized => (EdgeErrorCodes.DownloadUnauthorized, $"Give a token for {request.Address.IdnHost} in EdgeAI:Tokens."),
            HttpStatusCode.Forbidden => (EdgeErrorCodes.DownloadUnauthorized, "The link has expired, or the token or its account may not read this file: accept the model's terms on its page, or use another token."),
            HttpStatusCode.ProxyAuthenticationRequired => (EdgeErrorCodes.DownloadRejected, "The proxy wants credentials: set them in HTTPS_PROXY or in the system's proxy settings."),
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
        var untrusted = cause.InnerException is AuthenticationException;
        return new(
            EdgeErrorCodes.DownloadUnreachable,
            $"{address} can't be reached: {cause.Message}",
            untrusted ? "The server's certificate is not trusted on this machine. Install its authority's certificate if you know it; a proxy may stand between." : "Look at the network, the name and the proxy. " + Resumable,
            isTransient: !untrusted && cause.HttpRequestError is not (HttpRequestError.ProxyTunnelError or HttpRequestError.ConfigurationLimitExceeded),
            cause.StatusCode,
            cause);
    }

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
