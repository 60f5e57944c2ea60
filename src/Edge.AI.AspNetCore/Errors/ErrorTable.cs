using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Errors;

/// <summary>Turns an exception into the error that the client of a request sees. An unknown exception tells nothing of its text.</summary>
internal static class ErrorTable
{
    private static readonly TimeSpan s_afterFullQueue = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_afterOther = TimeSpan.FromSeconds(5);

    private static readonly FrozenDictionary<string, (int Status, string Code)> s_byCode = new Dictionary<string, (int, string)>(StringComparer.Ordinal)
    {
        [EdgeErrorCodes.ModelUnknown] = (StatusCodes.Status404NotFound, "model_not_found"),
        [EdgeErrorCodes.ContextExceeded] = (StatusCodes.Status400BadRequest, "context_length_exceeded"),
        [EdgeErrorCodes.OptionUnsupported] = (StatusCodes.Status400BadRequest, "unsupported_parameter"),
        [EdgeErrorCodes.ContentUnsupported] = (StatusCodes.Status400BadRequest, "unsupported_content"),
        [EdgeErrorCodes.Busy] = (StatusCodes.Status429TooManyRequests, "rate_limit_exceeded"),
        [EdgeErrorCodes.StorageInsufficient] = (StatusCodes.Status507InsufficientStorage, "insufficient_storage"),
        [EdgeErrorCodes.MemoryInsufficient] = (StatusCodes.Status503ServiceUnavailable, "insufficient_memory"),
        ["EDGE_NOT_READY"] = (StatusCodes.Status503ServiceUnavailable, "model_not_ready"),
        [EdgeErrorCodes.Offline] = (StatusCodes.Status503ServiceUnavailable, "model_not_on_disk"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns the error of an exception, and whether the app's log should have the exception.</summary>
    public static (ApiError Error, bool IsOurs) Of(Exception exception, HttpContext context) => exception switch
    {
        _ when context.Features.Get<RequestEnd>()?.ErrorOf(exception) is { } error => (error, false),
        ApiException known => (known.Error, false),
        EdgeAIException known => (Of(known), !s_byCode.ContainsKey(known.Code)),
        BadHttpRequestException bad => (OfBody(bad), false),
        JsonException json => (new(StatusCodes.Status400BadRequest, "invalid_json", $"The body is not valid JSON, or is nested deeper than MaxJsonDepth (line {(json.LineNumber ?? 0) + 1}, byte {(json.BytePositionInLine ?? 0) + 1} of the line)."), false),
        OperationCanceledException => (new(StatusCodes.Status504GatewayTimeout, "timeout", "The chat client of this model has cancelled the request."), true),
        NotSupportedException => (new(StatusCodes.Status501NotImplemented, "not_supported", "The chat client of this model does not support the request."), true),
        _ => (new(StatusCodes.Status500InternalServerError, "internal_error", "The server failed to answer the request. Its log has the reason."), true),
    };

    private static ApiError Of(EdgeAIException exception)
    {
        var (status, code) = s_byCode.GetValueOrDefault(
            exception.Code, (exception.IsTransient ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError, exception.Code));

        return status >= StatusCodes.Status500InternalServerError
            ? new(status, code, $"{exception.Code}: the model is not available at the moment. The log of the server has the reason.") { RetryAfter = exception.IsTransient ? s_afterOther : null }
            : new(status, code, $"{exception.Message} {exception.Hint}")
            {
                Parameter = (exception as EdgeOptionException)?.Option,
                RetryAfter = status == StatusCodes.Status429TooManyRequests ? s_afterFullQueue : null,
            };
    }

    private static ApiError OfBody(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new(exception.StatusCode, "request_too_large", "The body of the request is too large."),
        StatusCodes.Status408RequestTimeout => new(exception.StatusCode, "request_timeout", "The body of the request arrived too slowly."),
        _ => new(exception.StatusCode, "bad_request", "The request is not valid HTTP."),
    };
}
