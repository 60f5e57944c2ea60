using System.Text.Json;
using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Edge.AI.AspNetCore.Json;

/// <summary>Reads the JSON body of a request, with limits of size, depth and time.</summary>
internal static class RequestBody
{
    /// <summary>Reads the body. Its bytes are counted while they arrive, so that a body without a length cannot fill the memory.</summary>
    /// <exception cref="ApiException">The body is too large, or arrives too slowly.</exception>
    /// <exception cref="JsonException">The body is not valid JSON, or too deep.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext context, EdgeServerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > options.MaxRequestBytes)
            throw TooLarge(options);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaxRequestBytes;

        using var timeout = new CancellationTokenSource(options.BodyTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, new() { MaxDepth = options.MaxJsonDepth }, stop.Token).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(options);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(new(StatusCodes.Status408RequestTimeout, "request_timeout", FormattableString.Invariant($"The body did not arrive within {options.BodyTimeout.TotalSeconds:0.###} seconds (BodyTimeout).")));
        }
    }

    private static ApiException TooLarge(EdgeServerOptions options) =>
        new(new(StatusCodes.Status413PayloadTooLarge, "request_too_large", $"The body is larger than {options.MaxRequestBytes} bytes (MaxRequestBytes)."));
}
