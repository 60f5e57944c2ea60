using System.Net;
using System.Net.Http.Headers;

namespace Edge.AI.Provisioning;

/// <summary>
/// Sends requests and follows redirects by our own rules: at most ten, never from https to http, and each hop gets the credentials
/// of its own host or none.
/// </summary>
internal sealed class RedirectFollower(Func<HttpClient> clients, ProvisioningOptions options)
{
    private const int MaxRedirects = 10;

    /// <param name="request">What is wanted.</param>
    /// <param name="prepare">Sets headers, of every request on the way.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="onRedirect">Looks at every answer that leads elsewhere.</param>
    public async Task<HttpResponseMessage> SendAsync(
        FileRequest request, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken, Action<HttpResponseMessage>? onRedirect = null)
    {
        var address = HuggingFace.Redirected(request.Address, options.HuggingFaceEndpoint);
        EnsureAllowed(request, address);
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendOnceAsync(address, prepare, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode))
                return response;

            using (response)
            {
                onRedirect?.Invoke(response);
                if (redirects == MaxRedirects)
                    throw HttpFailure.Redirect(request, $"more than {MaxRedirects} redirects");

                address = Next(request, address, response);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Uri address, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        prepare(message);
        if (TokenFor(address) is { } token)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        try
        {
            return await clients().SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException unreachable)
        {
            throw HttpFailure.Unreachable(SafeAddress.Of(address), unreachable);
        }
    }

    private static Uri Next(FileRequest request, Uri address, HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location)
            throw HttpFailure.Redirect(request, "a redirect to nowhere");

        var next = new Uri(address, location);
        if (address.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
            throw HttpFailure.Redirect(request, $"a redirect from https to http ({SafeAddress.Of(next)})");

        EnsureAllowed(request, next);
        return next;
    }

    private static void EnsureAllowed(FileRequest request, Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            throw HttpFailure.Redirect(request, $"a redirect to {SafeAddress.Of(address)}");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            throw HttpFailure.Insecure(request, address);
    }

    private string? TokenFor(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.IsLoopback
            ? options.Tokens.TryGetValue(address.Authority, out var own) || options.Tokens.TryGetValue(address.IdnHost, out own) ? own : null
            : null;

    private static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found
        or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect;
}
