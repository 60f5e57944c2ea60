using System.Text.Json.Serialization;
using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>An error in OpenAI's shape.</summary>
internal sealed record OpenAIError(OpenAIErrorBody Error)
{
    public static OpenAIError Of(ApiError error) => new(new OpenAIErrorBody(error.Message, TypeOf(error.Status), error.Parameter, error.Code));

    public static Task WriteAsync(HttpContext context, ApiError error) =>
        JsonResponse.WriteAsync(context, Of(error), ErrorJsonContext.Default.OpenAIError, context.RequestAborted);

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request_error",
    };
}

internal sealed record OpenAIErrorBody(
    string Message,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OpenAIError))]
internal sealed partial class ErrorJsonContext : JsonSerializerContext;
