using System.Net.Http.Headers;
using Edge.AI.Catalog;
using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>Files on web servers: asks for the part that is missing, and believes the answer only as far as it can be checked.</summary>
/// <remarks>Ranges: https://www.rfc-editor.org/rfc/rfc9110#name-range-requests</remarks>
internal sealed class HttpFileSource(RedirectFollower http, TimeProvider time) : IFileSource
{
    public bool NeedsNetwork => true;

    public bool Serves(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;

    public async Task<FileBody> OpenAsync(FileRequest request, CancellationToken cancellationToken)
    {
        var part = request.CanResume ? request
            : request is { BytesOnDisk: 0, End: not null } ? request with { Origin = null }
            : null;
        return (part is null ? null : await OpenPartAsync(part, cancellationToken).ConfigureAwait(false))
            ?? await OpenWholeAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The missing part, or the whole file if that is what the server sends. Null if it sends neither: whatever it has against requests for a part,
    /// it may have nothing against one for the whole file.
    /// </summary>
    private async Task<FileBody?> OpenPartAsync(FileRequest request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await SendAsync(request, askForPart: true, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelDownloadException garbled) when (request.IsLastTry && HttpFailure.IsNoAnswer(garbled))
        {
            return null; // Some boxes between here and the server hang up on requests for a part.
        }

        if (Body(request, response) is { } body)
            return body;

        using (response)
        {
            if (HttpRefusal.IsTransient(response.StatusCode) && !request.IsLastTry)
                throw HttpRefusal.Of(request, response, time); // The bytes on disk are worth a few retries.
        }

        return null;
    }

    private async Task<FileBody> OpenWholeAsync(FileRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, askForPart: false, cancellationToken).ConfigureAwait(false);
        var isFile = PartialAnswer.Begins(response, request.File);
        if (isFile && ContentCoding.Of(response) is null)
            return new HttpFileBody(response, from: 0, Origin(request, response));

        using (response)
            throw isFile ? HttpFailure.Encoded(response, request.File, ContentCoding.Of(response)!) : HttpRefusal.Of(request, response, time);
    }

    private static HttpFileBody? Body(FileRequest request, HttpResponseMessage response)
    {
        if (ContentCoding.Of(response) is not null)
            return null;
        if (PartialAnswer.Continues(response, request) && (request.Origin ?? Origin(request, response)) is { Condition: not null } origin)
            return new(response, request.BytesOnDisk, origin, isSegment: true);

        return PartialAnswer.IsWhole(response, request.File) ? new(response, from: 0, Origin(request, response)) : null;
    }

    private static BytesOrigin Origin(FileRequest request, HttpResponseMessage response)
    {
        var address = SafeAddress.Of(request.Address);
        if (response.Headers.ETag is { IsWeak: false } tag && new BytesOrigin(address, tag.Tag) is { Condition: not null } tagged)
            return tagged;

        // A second has many moments: only a change that is older than the answer identifies the bytes (RFC 9110, 8.8.2.2).
        return response.Content.Headers.LastModified is { } changed && response.Headers.Date is { } sent && sent - changed >= TimeSpan.FromSeconds(1)
            ? new(address, LastModified: changed)
            : new(address);
    }

    private Task<HttpResponseMessage> SendAsync(FileRequest request, bool askForPart, CancellationToken cancellationToken) => http.SendAsync(request, message =>
    {
        message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (!askForPart)
            return;

        message.Headers.Range = new(request.BytesOnDisk, request.End - 1);
        message.Headers.IfRange = request.Origin?.Condition;
    }, cancellationToken);
}
