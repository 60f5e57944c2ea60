using System.Net;
using System.Net.Http.Headers;
using Edge.AI.Catalog;
using Edge.AI.Settings;
using Polly;

namespace Edge.AI.Sources;

/// <summary>
/// Sends requests and follows redirects: at most ten, never from https to http. Each hop gets only the credentials of its own
/// host.
/// </summary>
internal sealed class RedirectFollower(Func<HttpClient> clients, ProvisioningOptions options)
{
    private const int MaxRedirects = 10;

    /// <param name="request">The request.</param>
    /// <param name="prepare">Sets the headers of every request.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <param name="onRedirect">Receives every answer that is a redirect.</param>
    /// <exception cref="ModelDownloadException">There was no answer, or a redirect that is not allowed.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        FileRequest request, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken, Action<HttpResponseMessage>? onRedirect = null)
    {
        var response = await FollowAsync(request, prepare, onRedirect, cancellationToken).ConfigureAwait(false);
        if (!AnswerAddress.IsRedirected(response) || !MayBeExpired(response.StatusCode))
            return response;

        // The signature of a redirect's address expires, and a cache may have kept the redirect for longer.
        response.Dispose();
        return await FollowAsync(request, message => PrepareFresh(message, prepare), onRedirect, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> FollowAsync(
        FileRequest request, Action<HttpRequestMessage> prepare, Action<HttpResponseMessage>? onRedirect, CancellationToken cancellationToken)
    {
        var address = HuggingFace.AddressOf(request.Address, options);
        EnsureAllowed(request.File, from: null, address);
        for (var redirects = 0; ; redirects++)
        {
            request.Asking?.Invoke(address);
            var response = await SendOnceAsync(address, isRedirected: redirects > 0, prepare, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode))
                return response;

            using (response)
            {
                onRedirect?.Invoke(response);
                if (redirects == MaxRedirects)
                    throw HttpFailure.Redirect(request.File, address, $"more than {MaxRedirects} redirects");

                address = Next(request.File, address, response);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Uri address, bool isRedirected, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        prepare(message);
        if (isRedirected)
            AnswerAddress.MarkRedirected(message);
        if (AccessTokens.For(address, options.AccessTokens) is { } token)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        try
        {
            return await clients().SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException unreachable)
        {
            throw HttpFailure.Unreachable(SafeAddress.Of(address), unreachable);
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw HttpFailure.TimedOut(SafeAddress.Of(address), timeout);
        }
        catch (Exception broken) when (broken is IOException or ExecutionRejectedException)
        {
            throw HttpFailure.Broken(SafeAddress.Of(address), broken); // Handlers that the app adds to every HTTP client throw these, for example timeouts and circuit breakers.
        }
    }

    private static void PrepareFresh(HttpRequestMessage message, Action<HttpRequestMessage> prepare)
    {
        prepare(message);
        message.Headers.CacheControl = new() { NoCache = true };
    }

    private static Uri Next(ModelFile file, Uri address, HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location || !Uri.TryCreate(address, location, out var next))
            throw HttpFailure.Redirect(file, address, "a redirect to nowhere");
        if (address.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
            throw HttpFailure.Redirect(file, address, $"a redirect from https to http ({SafeAddress.Of(next)})");

        EnsureAllowed(file, address, next);
        return next;
    }

    private static void EnsureAllowed(ModelFile file, Uri? from, Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            throw HttpFailure.Redirect(file, from ?? address, $"a redirect to {SafeAddress.Of(address)}");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            throw HttpFailure.Insecure(file, from, address);
    }

    // S3 answers 400 or 403 to a signature that has expired, other stores 401 or 403.
    private static bool MayBeExpired(HttpStatusCode status) => status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found
        or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect;
}
