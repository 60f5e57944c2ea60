using Edge.AI.Errors;

namespace Edge.AI;

/// <summary>The volume has less room than the model still needs (<c>EDGE_STORAGE_INSUFFICIENT</c>); nothing was downloaded.</summary>
public sealed class InsufficientStorageException : EdgeAIException
{
    internal InsufficientStorageException(string modelId, long required, long available, string path, long queuedToo = 0, Exception? innerException = null)
        : base(
            EdgeErrorCodes.StorageInsufficient,
            $"'{modelId}' needs {ByteSizeText.Of(required - queuedToo)} in '{path}', {(queuedToo > 0 ? $"other downloads to that volume {ByteSizeText.Of(queuedToo)}, " : "")}{ByteSizeText.Of(available)} is free.",
            $"Free at least {ByteSizeText.Of(Math.Max(0, required - available))} there{(queuedToo > 0 ? ", wait for the other downloads" : "")} or set EdgeAI:ModelDirectory to a folder on another volume.",
            innerException: innerException)
    {
        Required = required;
        Available = available;
        Path = path;
    }

    /// <summary>Bytes that are still to come, with the reserve of 10 %; those of other downloads to the same volume are included.</summary>
    public long Required { get; }

    /// <summary>Bytes that are free on the volume for this user.</summary>
    public long Available { get; }

    /// <summary>The model folder.</summary>
    public string Path { get; }
}
