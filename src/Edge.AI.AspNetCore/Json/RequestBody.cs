using System.Text.Json;
using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Edge.AI.AspNetCore.Json;

/// <summary>Reads the JSON body of a request, with limits of size, depth and time.</summary>
internal static class RequestBody
{
    /// <summary>Reads the body. Its bytes are counted while they arrive, so that a body without a length cannot fill the memory, and they are not kept during the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="read">Returns what the request asks for. JSON that it needs later should be cloned, because it keeps the whole body in memory.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects or the time is over.</param>
    /// <exception cref="ApiException">The body is too large, or arrives too slowly.</exception>
    /// <exception cref="JsonException">The body is not valid JSON, or too deep.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, EdgeServerOptions options, TimeProvider time, Func<RequestObject, T> read, CancellationToken cancellationToken)
    {
        return read(RequestObject.From(await ReceiveAsync(context, options, time, cancellationToken).ConfigureAwait(false), ""));
    }

    private static async Task<JsonElement> ReceiveAsync(HttpContext context, EdgeServerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > options.MaxRequestBytes)
            throw ArrivingJson.TooLarge(options);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaxRequestBytes;

        using var timeout = new CancellationTokenSource(options.BodyTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await new ArrivingJson(options, context.Request.ContentLength).ReadAsync(context.Request.Body, stop.Token).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw ArrivingJson.TooLarge(options);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(new(StatusCodes.Status408RequestTimeout, "request_timeout", FormattableString.Invariant($"The body did not arrive within {options.BodyTimeout.TotalSeconds:0.###} seconds (BodyTimeout).")));
        }
    }
}
