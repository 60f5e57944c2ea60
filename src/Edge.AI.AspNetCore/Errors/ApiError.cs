namespace Edge.AI.AspNetCore.Errors;

/// <summary>An error of a request, before it is written in the format of a protocol.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code, for example <c>model_not_found</c>; null if there is none.</param>
/// <param name="Message">What is wrong, and what to do.</param>
internal sealed record ApiError(int Status, string? Code, string Message)
{
    /// <summary>Gets the place in the request, for example <c>messages[2].content</c>; null if the error is not about one.</summary>
    public string? Parameter { get; init; }

    /// <summary>Gets the time after which the same request can succeed; null if it cannot.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
