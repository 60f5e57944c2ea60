using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Json;

/// <summary>Sends the pieces of an answer. A client that does not take a piece in time is disconnected.</summary>
internal sealed class Delivery(HttpContext context, EdgeServerOptions options, TimeProvider time)
{
    private bool _hasGivenUp;

    public HttpContext Context => context;

    /// <summary>Gets whether the client is disconnected.</summary>
    public bool IsLost => _hasGivenUp || context.RequestAborted.IsCancellationRequested;

    /// <summary>Writes a piece, and waits until it is on its way.</summary>
    /// <exception cref="OperationCanceledException">The client has disconnected, or did not take the piece in time.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> piece)
    {
        await WithinAsync(context.Response.Body.WriteAsync(piece, context.RequestAborted).AsTask()).ConfigureAwait(false);
        await WithinAsync(context.Response.Body.FlushAsync(context.RequestAborted)).ConfigureAwait(false);
    }

    private async Task WithinAsync(Task sending)
    {
        if (sending.IsCompletedSuccessfully)
            return;

        try
        {
            await sending.WaitAsync(options.DeliveryTimeout, time, context.RequestAborted).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _hasGivenUp = true;
            context.Abort();
            throw new OperationCanceledException(context.RequestAborted);
        }
    }
}
