using System.Net;

namespace Edge.AI;

/// <summary>The exception that is thrown when a download fails (<c>EDGE_DOWNLOAD_…</c>). The downloaded bytes are kept. If the next attempt can continue after them, the hint says so.</summary>
public sealed class ModelDownloadException : EdgeAIException
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="code">One of the download codes of <see cref="EdgeErrorCodes"/>.</param>
    /// <param name="message">What happened, and where.</param>
    /// <param name="hint">What to do next.</param>
    /// <param name="isTransient">Whether the same call can succeed later without a change.</param>
    /// <param name="statusCode">The server's status, if it answered.</param>
    /// <param name="innerException">The cause, if it was another exception.</param>
    public ModelDownloadException(
        string code, string message, string hint, bool isTransient, HttpStatusCode? statusCode = null, Exception? innerException = null)
        : base(code, message, hint, isTransient, innerException) => StatusCode = statusCode;

    /// <summary>Gets the server's status; <see langword="null"/> if it did not answer.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>Gets the time that the server asks clients to wait; <see langword="null"/> if it does not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}
