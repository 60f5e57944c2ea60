namespace Edge.AI;

/// <summary>The model folder can't be written or read (<c>EDGE_STORAGE_DENIED</c>); what was downloaded is kept.</summary>
public sealed class ModelStorageException : EdgeAIException
{
    internal ModelStorageException(string path, string problem, string hint, Exception? innerException = null)
        : base(EdgeErrorCodes.StorageDenied, $"'{path}': {problem}", hint, innerException: innerException) => Path = path;

    /// <summary>The file or folder that the problem is about.</summary>
    public string Path { get; }
}
