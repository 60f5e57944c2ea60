namespace Edge.AI;

/// <summary>The exception that is thrown when a file is not a usable model (<c>EDGE_MODEL_INVALID</c>): it is not GGUF, truncated, or of an unsupported kind.</summary>
public sealed class ModelValidationException : EdgeAIException
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="fileName">The file.</param>
    /// <param name="problem">The problem, which completes the sentence that begins with the file's name.</param>
    /// <param name="hint">What to do next.</param>
    /// <param name="innerException">The cause, if it was another exception.</param>
    public ModelValidationException(string fileName, string problem, string hint, Exception? innerException = null)
        : base(EdgeErrorCodes.ModelInvalid, $"'{fileName}' {problem}", hint, innerException: innerException) => FileName = fileName;

    /// <summary>Gets the name or path of the file.</summary>
    public string FileName { get; }
}
