using System.Net;
using System.Net.Http.Headers;

namespace Edge.AI.Provisioning;

/// <summary>Files on web servers: asks for the part that is missing, and believes the answer only as far as it can be checked.</summary>
/// <remarks>Ranges: https://www.rfc-editor.org/rfc/rfc9110#name-range-requests</remarks>
internal sealed class HttpFileSource(RedirectFollower http, TimeProvider time) : IFileSource
{
    public bool NeedsNetwork => true;

    public bool Serves(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;

    public async Task<FileBody> OpenAsync(FileRequest request, CancellationToken cancellationToken)
    {
        if (request.CanResume && await ResumeAsync(request, cancellationToken).ConfigureAwait(false) is { } resumed)
            return resumed;
        if (request is { BytesOnDisk: 0, End: not null } && await BeginSegmentAsync(request, cancellationToken).ConfigureAwait(false) is { } begun)
            return begun;

        return await RestartAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rest of the file, or the whole of it if the server says that it changed; null if the answer contradicts what is on disk.</summary>
    private async Task<FileBody?> ResumeAsync(FileRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, ask: true, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.PartialContent && PartialAnswer.Continues(response, request))
            return new HttpFileBody(response, request.BytesOnDisk, request.Origin!);
        if (response.StatusCode == HttpStatusCode.OK)
            return Whole(request, response);

        using (response)
        {
            if (response.StatusCode is not (HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable))
                throw HttpFailure.Of(request, response, time);
        }

        return null;
    }

    /// <summary>The first segment, or the whole file if the server does no ranges; null if its answer is neither.</summary>
    private async Task<FileBody?> BeginSegmentAsync(FileRequest request, CancellationToken cancellationToken)
    {
        var fresh = request with { Origin = null };
        var response = await SendAsync(fresh, ask: true, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.PartialContent && PartialAnswer.Continues(response, fresh) && Origin(request, response) is { Condition: not null } origin)
            return new HttpFileBody(response, from: 0, origin);
        if (response.StatusCode == HttpStatusCode.OK)
            return Whole(request, response);

        using (response)
        {
            if (response.StatusCode is not (HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable))
                throw HttpFailure.Of(request, response, time);
        }

        return null;
    }

    private async Task<FileBody> RestartAsync(FileRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, ask: false, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK)
            return Whole(request, response);

        using (response)
            throw HttpFailure.Of(request, response, time);
    }

    private static HttpFileBody Whole(FileRequest request, HttpResponseMessage response) => new(response, from: 0, Origin(request, response));

    private static BytesOrigin Origin(FileRequest request, HttpResponseMessage response)
    {
        var address = SafeAddress.Of(request.Address);
        if (response.Headers.ETag is { IsWeak: false } tag)
            return new(address, tag.Tag);

        // A second has many moments: only a change that is older than the answer identifies the bytes (RFC 9110, 8.8.2.2).
        return response.Content.Headers.LastModified is { } changed && response.Headers.Date is { } sent && sent - changed >= TimeSpan.FromSeconds(1)
            ? new(address, LastModified: changed)
            : new(address);
    }

    private async Task<HttpResponseMessage> SendAsync(FileRequest request, bool ask, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(request, message =>
        {
            message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (ask)
            {
                message.Headers.Range = new(request.BytesOnDisk, request.End - 1);
                message.Headers.IfRange = request.Origin?.Condition;
            }
        }, cancellationToken).ConfigureAwait(false);

        if (response.Content.Headers.ContentEncoding.FirstOrDefault(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)) is not { } coding)
            return response;

        using (response)
            throw HttpFailure.Encoded(request, coding);
    }
}
