namespace Edge.AI;

/// <summary>
/// llama.cpp failed during generation, or the grammar of the request costs too much to follow (<c>EDGE_GENERATION_FAILED</c>). The model stays loaded and
/// serves other requests.
/// </summary>
public sealed class GenerationException : EdgeAIException
{
    internal GenerationException(string message, int? nativeStatus = null, Exception? innerException = null, string? hint = null)
        : base(
            EdgeErrorCodes.GenerationFailed,
            message,
            hint ?? "Try again. If the error persists, lower ContextSize, BatchSize or MaxConcurrency, and read the log of the category Edge.AI.Native.",
            innerException: innerException) => NativeStatus = nativeStatus;

    /// <summary>Gets the status that llama.cpp returned; <see langword="null"/> if no native call failed.</summary>
    public int? NativeStatus { get; }
}
