namespace Edge.AI;

/// <summary>The file is no model that can be used (<c>EDGE_MODEL_INVALID</c>): not GGUF, truncated, or of an unsupported kind.</summary>
public sealed class ModelValidationException : EdgeAIException
{
    internal ModelValidationException(string fileName, string problem, string hint, Exception? innerException = null)
        : base(EdgeErrorCodes.ModelInvalid, $"'{fileName}' {problem}", hint, innerException: innerException) => FileName = fileName;

    /// <summary>The file in question.</summary>
    public string FileName { get; }
}
