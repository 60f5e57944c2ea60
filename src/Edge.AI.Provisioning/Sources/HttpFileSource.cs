using System.Net.Http.Headers;
using Edge.AI.Catalog;
using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>Downloads files from web servers: requests the missing part, and checks the answer.</summary>
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
    /// Requests the missing part. Returns the part, or the whole file if the server sends it. Returns null if the server sends neither: it may still
    /// accept a request for the whole file.
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
            return null; // Some devices between client and server close the connection on requests for a part.
        }

        if (Body(request, response) is { } body)
            return body;

        using (response)
        {
            if (HttpRefusal.IsTransient(response.StatusCode) && !request.IsLastTry)
                throw HttpRefusal.Of(request, response, time); // A few retries may save the bytes on disk.
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

        // A file can change twice within a second. Only a change that is older than the answer identifies the bytes (RFC 9110, 8.8.2.2).
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
