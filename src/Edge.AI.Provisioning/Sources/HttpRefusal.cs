using System.Net;
using Edge.AI.Catalog;
using Edge.AI.Settings;

namespace Edge.AI.Sources;

/// <summary>What a server's status means, named by the address that answered, with advice that can help there.</summary>
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

    /// <summary>Whether the same request may succeed later.</summary>
    public static bool IsTransient(HttpStatusCode status) => status
        is HttpStatusCode.RequestTimeout
        or HttpStatusCode.TooManyRequests
        or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented and not HttpStatusCode.HttpVersionNotSupported);

    /// <summary>Whether a request for the whole file could be answered otherwise: these say something about the file, or come from elsewhere.</summary>
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
        HttpStatusCode.NotFound or HttpStatusCode.Gone when AnswerAddress.IsRedirected(response) => $"{SafeAddress.Of(request.Address)} leads there, and the file is gone: try again later, or use a mirror.",
        HttpStatusCode.NotFound or HttpStatusCode.Gone when HuggingFace.IsMirror(request, response) => "The mirror does not have the file: unset HF_ENDPOINT or EdgeAI:HuggingFaceEndpoint, or correct the address in the manifest.",
        HttpStatusCode.NotFound or HttpStatusCode.Gone => "The file is not there (any more): correct the address in the manifest.",
        HttpStatusCode.TooManyRequests => $"The server wants fewer requests: try again later, or use {(AnswerAddress.HasToken(response) ? "" : "a token or ")}a mirror.",
        >= HttpStatusCode.InternalServerError => "The server is in trouble: try again later, or use a mirror.",
        _ => "Look at the address in the manifest.",
    };

    private static string AccessHint(FileRequest request, HttpResponseMessage response)
    {
        var host = (response.RequestMessage?.RequestUri ?? request.Address).IdnHost;
        var setting = HuggingFace.IsHubFile(request.Address) && !AnswerAddress.IsRedirected(response) ? $"HF_TOKEN or EdgeAI:AccessTokens:{host}" : $"EdgeAI:AccessTokens:{host}";
        return response.StatusCode switch
        {
            _ when HuggingFace.IsGated(response) => HuggingFace.GatedHint(request.Address, setting, AnswerAddress.HasToken(response)),
            _ when AnswerAddress.HasToken(response) => $"The token for {host} may not read this file, or has expired: use another token ({setting}), or give its account access.",
            HttpStatusCode.Forbidden when AnswerAddress.IsRedirected(response) => $"{SafeAddress.Of(request.Address)} leads there, and a second request to it was refused as well: try again later, or use a mirror.",
            HttpStatusCode.Forbidden when request.Address.Query.Length > 0 => "The link in the manifest may have expired: put a new one there.",
            HttpStatusCode.Forbidden => $"The server lets nobody read this file without permission. Give a token for {host} in {setting} if it takes one, or use another address.",
            _ when HuggingFace.IsUnknown(response) => $"The repository does not exist, or it is private: correct the address in the manifest, or give a token for {host} in {setting}.",
            _ => $"Give a token for {host} in {setting}.",
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
