using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Json;

/// <summary>Sends the pieces of an answer. A client that does not take a piece in time is disconnected.</summary>
internal sealed class Delivery(HttpContext context, EdgeServerOptions options, TimeProvider time)
{
    public HttpContext Context => context;

    /// <summary>Writes a piece, and waits until it is on its way.</summary>
    /// <exception cref="OperationCanceledException">The client did not take the piece in time, or the token was cancelled.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var sending = context.Response.Body.WriteAsync(piece, cancellationToken).AsTask();
        await WithinAsync(sending, cancellationToken).ConfigureAwait(false);
        await WithinAsync(context.Response.Body.FlushAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task WithinAsync(Task sending, CancellationToken cancellationToken)
    {
        if (sending.IsCompletedSuccessfully)
            return;

        try
        {
            await sending.WaitAsync(options.DeliveryTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            context.Abort();
            throw new OperationCanceledException(context.RequestAborted);
        }
    }
}
