using System.Net;
using Edge.AI.Catalog;
using Edge.AI.Settings;

namespace Edge.AI.Sources;

/// <summary>Creates the error for a server's status, with the address that answered and a hint.</summary>
internal static class HttpRefusal
{
    public static ModelDownloadException Of(FileRequest request, HttpResponseMessage response, TimeProvider time)
    {
        var status = response.StatusCode;
        var address = AnswerAddress.Of(response) ?? SafeAddress.Of(request.Address);
        if (status == HttpStatusCode.ProxyAuthenticationRequired)
            return HttpFailure.ProxyAuthentication(address);

        return new(CodeOf(status), $"{address} answered {(int)status} ({status}) for '{request.File.Name}'.", Hint(request, response), IsTransient(status), status)
        {
            RetryAfter = RetryAfter(response, time),
        };
    }

    /// <summary>Whether the same request can succeed later.</summary>
    public static bool IsTransient(HttpStatusCode status) => status
        is HttpStatusCode.RequestTimeout
        or HttpStatusCode.TooManyRequests
        or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented and not HttpStatusCode.HttpVersionNotSupported);

    /// <summary>Whether a request for the whole file can have another answer. The excluded statuses are about the file itself, or come from a proxy.</summary>
    public static bool MayConcernTheRange(HttpStatusCode status) => !IsTransient(status) && status
        is not (HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.ProxyAuthenticationRequired);

    private static string CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => EdgeErrorCodes.DownloadUnauthorized,
        >= HttpStatusCode.InternalServerError => EdgeErrorCodes.DownloadUnreachable,
        _ => EdgeErrorCodes.DownloadRejected,
    };

    private static string Hint(FileRequest request, HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => AccessHint(request, response),
        HttpStatusCode.NotFound or HttpStatusCode.Gone when AnswerAddress.IsRedirected(response) => $"{SafeAddress.Of(request.Address)} redirects there, and the file is gone. Try again later, or use a mirror.",
        HttpStatusCode.NotFound or HttpStatusCode.Gone when HuggingFace.IsMirror(request, response) => "The mirror does not have the file: unset HF_ENDPOINT or EdgeAI:HuggingFaceEndpoint, or correct the address in the manifest.",
        HttpStatusCode.NotFound or HttpStatusCode.Gone => "The file does not exist there: correct the address in the manifest.",
        HttpStatusCode.TooManyRequests => $"The server limits requests: try again later, or use {(AnswerAddress.HasToken(response) ? "" : "a token or ")}a mirror.",
        >= HttpStatusCode.InternalServerError => "The server has a problem: try again later, or use a mirror.",
        _ => "Check the address in the manifest.",
    };

    private static string AccessHint(FileRequest request, HttpResponseMessage response)
    {
        var host = (response.RequestMessage?.RequestUri ?? request.Address).IdnHost;
        var setting = HuggingFace.IsHubFile(request.Address) && !AnswerAddress.IsRedirected(response) ? $"HF_TOKEN or EdgeAI:AccessTokens:{host}" : $"EdgeAI:AccessTokens:{host}";
        return response.StatusCode switch
        {
            _ when HuggingFace.IsGated(response) => HuggingFace.GatedHint(request.Address, setting, AnswerAddress.HasToken(response)),
            _ when AnswerAddress.HasToken(response) => $"The token for {host} has no access to this file, or has expired: use another token ({setting}), or give its account access.",
            HttpStatusCode.Forbidden when AnswerAddress.IsRedirected(response) => $"{SafeAddress.Of(request.Address)} redirects there, and a second request was refused as well. Try again later, or use a mirror.",
            HttpStatusCode.Forbidden when request.Address.Query.Length > 0 => "The link in the manifest may have expired: replace it.",
            HttpStatusCode.Forbidden => $"The server requires permission for this file. Set {setting} to a token for {host} if it accepts tokens, or use another address.",
            _ when HuggingFace.IsUnknown(response) => $"The repository does not exist, or it is private: correct the address in the manifest, or set {setting} to a token for {host}.",
            _ => $"Set {setting} to a token for {host}.",
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };
}
