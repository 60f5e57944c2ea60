namespace Edge.AI;

/// <summary>
/// llama.cpp failed while it generated, or the grammar of the request costs too much to follow (<c>EDGE_GENERATION_FAILED</c>). The model stays loaded and
/// serves other requests.
/// </summary>
public sealed class GenerationException : EdgeAIException
{
    internal GenerationException(string message, int? nativeStatus = null, Exception? innerException = null, string? hint = null)
        : base(
            EdgeErrorCodes.GenerationFailed,
            message,
            hint ?? "Try again; if it stays, lower ContextSize, BatchSize or MaxConcurrency and look at the native log lines (category Edge.AI.Native).",
            innerException: innerException) => NativeStatus = nativeStatus;

    /// <summary>What llama.cpp returned, if it was a native call that failed.</summary>
    public int? NativeStatus { get; }
}
