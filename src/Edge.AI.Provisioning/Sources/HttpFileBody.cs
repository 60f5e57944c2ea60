using System.Net;
using System.Runtime.CompilerServices;
using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>The body of an HTTP answer. Disposing it early closes the connection.</summary>
/// <param name="response">The answer.</param>
/// <param name="from">The offset in the file of its first byte.</param>
/// <param name="origin">The origin of the bytes, as a journal stores it.</param>
/// <param name="isSegment">Whether it is the requested part.</param>
internal sealed class HttpFileBody(HttpResponseMessage response, long from, BytesOrigin origin, bool isSegment = false)
    : FileBody(from, response.Content.Headers.ContentLength, origin)
{
    private Stream? _stream;

    public override string Sender { get; } = AnswerAddress.Of(response) ?? origin.Address;

    public override bool IsSegment => isSegment;

    // A part may be shorter than requested (RFC 9110, 15.3.7). The rest is requested next.
    public override bool MayBeShort => response.StatusCode == HttpStatusCode.PartialContent;

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
            return 0; // The end of the bytes. The caller counts them.
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw HttpFailure.Broken(Sender, timeout); // A timeout of the app's own HTTP pipeline, not a cancellation.
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw HttpFailure.Broken(Sender, broken);
        }
    }

    public override void Dispose() => response.Dispose();
}
