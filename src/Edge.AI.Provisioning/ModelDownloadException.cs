using System.Net;

namespace Edge.AI;

/// <summary>A download failed (<c>EDGE_DOWNLOAD_…</c>). What was downloaded stays on disk; where the next attempt can continue it, the hint says so.</summary>
public sealed class ModelDownloadException : EdgeAIException
{
    internal ModelDownloadException(
        string code, string message, string hint, bool isTransient, HttpStatusCode? statusCode = null, Exception? innerException = null)
        : base(code, message, hint, isTransient, innerException) => StatusCode = statusCode;

    /// <summary>The server's status, if it answered.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>How long the server wants to be left alone, if it said so.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}
