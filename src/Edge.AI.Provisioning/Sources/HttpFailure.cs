using System.Net;
using System.Security.Authentication;
using Edge.AI.Catalog;

namespace Edge.AI.Sources;

/// <summary>Creates the errors of connections and answers. Addresses are those that were requested.</summary>
internal static class HttpFailure
{
    public static ModelDownloadException Unreachable(string address, HttpRequestException cause)
    {
        if (cause.InnerException is ModelDownloadException own)
            return own; // The connect callback refused the connection.
        if (cause.HttpRequestError == HttpRequestError.ProxyTunnelError)
            return Tunnel(address, cause);

        var untrusted = cause.InnerException is AuthenticationException;
        return new(
            EdgeErrorCodes.DownloadUnreachable,
            $"{address} cannot be reached: {cause.Message}",
            untrusted ? "The server's certificate is not trusted on this machine. Install the certificate of its authority if you trust it. A proxy may intercept the connection." : "Check the network, the host name and the proxy.",
            isTransient: !untrusted && cause.HttpRequestError is not HttpRequestError.ConfigurationLimitExceeded,
            cause.StatusCode,
            cause);
    }

    /// <summary>A timeout ended the request, not a cancellation.</summary>
    public static ModelDownloadException TimedOut(string address, Exception cause) => new(
        EdgeErrorCodes.DownloadUnreachable,
        $"{address} cannot be reached: no connection within the time limit. The name lookup, the server, the proxy or the TLS handshake did not answer.",
        "Check the network, the firewall and the proxy.",
        isTransient: true,
        innerException: cause);

    /// <summary>Whether a server, or a device before it, closed the connection or sent an invalid answer.</summary>
    public static bool IsNoAnswer(ModelDownloadException failure) => failure.InnerException is HttpRequestException
    {
        HttpRequestError: HttpRequestError.Unknown or HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError,
    };

    public static ModelDownloadException ProxyAuthentication(string address, HttpRequestException? cause = null) => new(
        EdgeErrorCodes.DownloadRejected,
        $"The proxy on the way to {address} requires a user name and a password (407).",
        "Set them in EdgeAI:Proxy, as http://user:password@host:port, or in the environment variable HTTPS_PROXY.",
        isTransient: false,
        HttpStatusCode.ProxyAuthenticationRequired,
        cause);

    // .NET has the proxy's status only in its message (dotnet/runtime, net_http_proxy_tunnel_returned_failure_status_code).
    private static ModelDownloadException Tunnel(string address, HttpRequestException cause) => cause.Message.Contains("'407'", StringComparison.Ordinal)
        ? ProxyAuthentication(address, cause)
        : new(
            EdgeErrorCodes.DownloadUnreachable,
            $"The proxy does not connect to {address}: {cause.Message}",
            "Check EdgeAI:Proxy, or the proxy settings of the environment (HTTPS_PROXY, NO_PROXY).",
            isTransient: cause.Message.Contains("'50", StringComparison.Ordinal), // 502, 503, 504: the proxy itself did not reach the server.
            innerException: cause);

    public static ModelDownloadException Broken(string address, Exception cause) =>
        new(EdgeErrorCodes.DownloadUnreachable, $"The connection to {address} broke: {cause.Message}", "Check the network, and try again.", isTransient: true, innerException: cause);

    /// <summary>An environment variable that this file needs cannot be used.</summary>
    public static ModelDownloadException Setting(string problem, string hint) => new(EdgeErrorCodes.DownloadRejected, problem, hint, isTransient: false);

    public static ModelDownloadException Redirect(ModelFile file, Uri address, string problem) => Rejected(
        SafeAddress.Of(address), $"is not followed: {problem}", file, "Use the file's final https address in the manifest.");

    /// <param name="file">The file.</param>
    /// <param name="from">The address that redirected; null for the manifest.</param>
    /// <param name="address">The address that is not requested.</param>
    public static ModelDownloadException Insecure(ModelFile file, Uri? from, Uri address) => Rejected(
        SafeAddress.Of(from ?? address), from is null ? "is not encrypted" : $"leads to {SafeAddress.Of(address)}, which is not encrypted", file, "Use an https address; http is accepted from this machine only.");

    public static ModelDownloadException Encoded(HttpResponseMessage response, ModelFile file, string coding) => Rejected(
        AnswerAddress.Of(response) ?? SafeAddress.Of(file.Source), $"answered with Content-Encoding '{coding}' though only the plain bytes are accepted", file, "Turn compression off for this file on the server or the proxy, or use a mirror.");

    private static ModelDownloadException Rejected(string address, string problem, ModelFile file, string hint) =>
        new(EdgeErrorCodes.DownloadRejected, $"{address} {problem} ('{file.Name}').", hint, isTransient: false);
}
