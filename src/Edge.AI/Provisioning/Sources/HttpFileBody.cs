using System.Net;
using System.Runtime.CompilerServices;

namespace Edge.AI.Provisioning;

/// <summary>The body of an answer. Closing it before its end closes the connection.</summary>
internal sealed class HttpFileBody(HttpResponseMessage response, long from, BytesOrigin origin)
    : FileBody(from, response.Content.Headers.ContentLength, origin)
{
    private Stream? _stream;

    // It may rightly have fewer bytes than were asked for (RFC 9110, 15.3.7); the rest is asked for next.
    public override bool IsSegment => response.StatusCode == HttpStatusCode.PartialContent;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            _stream ??= await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpIOException early) when (early.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            return 0; // The end of the bytes; that they are too few is noticed by counting them.
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw HttpFailure.Broken(Origin.Address, broken);
        }
    }

    public override void Dispose() => response.Dispose();
}
