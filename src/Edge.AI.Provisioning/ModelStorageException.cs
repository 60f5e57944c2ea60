namespace Edge.AI;

/// <summary>The exception that is thrown when a file or folder cannot be read or written (<c>EDGE_STORAGE_DENIED</c>). The downloaded bytes are kept.</summary>
public sealed class ModelStorageException : EdgeAIException
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="problem">The problem, which completes the sentence that begins with the path.</param>
    /// <param name="hint">What to do next.</param>
    /// <param name="innerException">The cause, if it was another exception.</param>
    public ModelStorageException(string path, string problem, string hint, Exception? innerException = null)
        : base(EdgeErrorCodes.StorageDenied, $"'{path}': {problem}", hint, innerException: innerException) => Path = path;

    /// <summary>Gets the file or folder.</summary>
    public string Path { get; }
}
