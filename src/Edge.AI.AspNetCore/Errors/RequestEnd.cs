using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Errors;

/// <summary>What may end a request before its answer is complete, so that its client is told the reason.</summary>
/// <param name="Timeout">Cancelled when the time of the request is over.</param>
/// <param name="Limit">The time of the request.</param>
/// <param name="Stopping">Cancelled when the server begins to stop.</param>
internal sealed record RequestEnd(CancellationToken Timeout, TimeSpan Limit, CancellationToken Stopping)
{
    private static readonly ApiError s_stopping = new(StatusCodes.Status503ServiceUnavailable, "server_stopping", "The server is shutting down. Send the request again.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>Returns the error of a request that was ended; null if the exception has another cause.</summary>
    public ApiError? ErrorOf(Exception exception) => exception switch
    {
        OperationCanceledException when Timeout.IsCancellationRequested =>
            new(StatusCodes.Status504GatewayTimeout, "timeout", FormattableString.Invariant($"The request took longer than {Limit.TotalSeconds:0.###} seconds (RequestTimeout).")),
        OperationCanceledException or ObjectDisposedException when Stopping.IsCancellationRequested => s_stopping, // a model that is unloaded is disposed
        _ => null,
    };
}
