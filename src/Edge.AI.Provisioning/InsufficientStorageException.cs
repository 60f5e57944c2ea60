using Edge.AI.Common;

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

    private InsufficientStorageException(string message, string hint, long required, long available, string path, Exception innerException)
        : base(EdgeErrorCodes.StorageInsufficient, message, hint, innerException: innerException) => (Required, Available, Path) = (required, available, path);

    /// <summary>The quota of the user is used up, whatever the volume has left.</summary>
    internal static InsufficientStorageException OfQuota(string modelId, long required, string path, Exception cause) => new(
        $"'{modelId}' needs {ByteSizeText.Of(required)} in '{path}', and the disk quota of this user is used up.",
        "Delete files of this user on that volume, ask for a larger quota, or set EdgeAI:ModelDirectory to a folder on another volume.",
        required,
        available: 0,
        path,
        cause);

    /// <summary>The volume has bytes left, and still refuses: what ran out are the entries for files.</summary>
    internal static InsufficientStorageException OfEntries(string modelId, long required, long available, string path, Exception cause) => new(
        $"'{modelId}' needs {ByteSizeText.Of(required)} in '{path}'. The volume reports that it is full although {ByteSizeText.Of(available)} is free: it has no entries (inodes) left for another file, or it keeps the rest for others.",
        "Delete files that are not needed on that volume, many small ones if 'df -i' shows that no inodes are free, or set EdgeAI:ModelDirectory to a folder on another volume.",
        required,
        available,
        path,
        cause);

    /// <summary>Bytes that are still to come, with the reserve of 10 %; those of other downloads to the same volume are included.</summary>
    public long Required { get; }

    /// <summary>Bytes that are free on the volume for this user.</summary>
    public long Available { get; }

    /// <summary>The model folder.</summary>
    public string Path { get; }
}
