using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Errors;

/// <summary>Ends a request with an error that its client can read.</summary>
internal sealed class ApiException(ApiError error, Exception? innerException = null) : Exception(error.Message, innerException)
{
    public ApiError Error { get; } = error;

    /// <summary>A value of the request is wrong.</summary>
    public static ApiException Invalid(string parameter, string message, string code = "invalid_value") =>
        new(new(StatusCodes.Status400BadRequest, code, message) { Parameter = parameter });

    /// <summary>A value of the request cannot be served.</summary>
    public static ApiException Unsupported(string parameter, string message) => Invalid(parameter, message, "unsupported_parameter");
}
