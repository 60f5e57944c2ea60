using System.Net;
using System.Runtime.CompilerServices;
using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>The body of an answer. Closing it before its end closes the connection.</summary>
/// <param name="response">The answer.</param>
/// <param name="from">The offset in the file of its first byte.</param>
/// <param name="origin">Where the bytes come from, as a journal says it.</param>
/// <param name="isSegment">Whether it is the part that was asked for.</param>
internal sealed class HttpFileBody(HttpResponseMessage response, long from, BytesOrigin origin, bool isSegment = false)
    : FileBody(from, response.Content.Headers.ContentLength, origin)
{
    private Stream? _stream;

    public override string Sender { get; } = AnswerAddress.Of(response) ?? origin.Address;

    public override bool IsSegment => isSegment;

    // It may rightly have fewer bytes than were asked for (RFC 9110, 15.3.7); the rest is asked for next.
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
            return 0; // The end of the bytes; that they are too few is noticed by counting them.
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw HttpFailure.Broken(Sender, timeout); // A timeout of the app's own HTTP pipeline, and nobody's wish.
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw HttpFailure.Broken(Sender, broken);
        }
    }

    public override void Dispose() => response.Dispose();
}
