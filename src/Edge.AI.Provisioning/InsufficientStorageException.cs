using Edge.AI.Common;

namespace Edge.AI;

/// <summary>The exception that is thrown when a volume has too little room for a model (<c>EDGE_STORAGE_INSUFFICIENT</c>).</summary>
/// <remarks>The room is checked before the first byte is downloaded. If the volume becomes full later, the downloaded bytes are kept.</remarks>
public sealed class InsufficientStorageException : EdgeAIException
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="modelId">The id of the model.</param>
    /// <param name="requiredBytes">The number of bytes that the model and the other downloads to the volume still need.</param>
    /// <param name="availableBytes">The number of free bytes.</param>
    /// <param name="path">The folder.</param>
    /// <param name="otherBytes">The part of <paramref name="requiredBytes"/> that other downloads need.</param>
    /// <param name="innerException">The cause, if it was another exception.</param>
    public InsufficientStorageException(string modelId, long requiredBytes, long availableBytes, string path, long otherBytes = 0, Exception? innerException = null)
        : base(
            EdgeErrorCodes.StorageInsufficient,
            $"'{modelId}' needs {ByteSizeText.Of(requiredBytes - otherBytes)} in '{path}'{(otherBytes > 0 ? $", and other downloads to that volume need {ByteSizeText.Of(otherBytes)}" : "")}; {ByteSizeText.Of(availableBytes)} is free.",
            $"Free at least {ByteSizeText.Of(Math.Max(0, requiredBytes - availableBytes))} there{(otherBytes > 0 ? ", wait for the other downloads," : "")} or set EdgeAI:ModelDirectory to a folder on another volume.",
            innerException: innerException)
    {
        RequiredBytes = requiredBytes;
        AvailableBytes = availableBytes;
        Path = path;
    }

    private InsufficientStorageException(string message, string hint, long required, long available, string path, Exception innerException)
        : base(EdgeErrorCodes.StorageInsufficient, message, hint, innerException: innerException) => (RequiredBytes, AvailableBytes, Path) = (required, available, path);

    /// <summary>The user's quota is used up.</summary>
    internal static InsufficientStorageException OfQuota(string modelId, long required, string path, Exception cause) => new(
        $"'{modelId}' needs {ByteSizeText.Of(required)} in '{path}', and the disk quota of this user is used up.",
        "Delete files of this user on that volume, ask for a larger quota, or set EdgeAI:ModelDirectory to a folder on another volume.",
        required,
        available: 0,
        path,
        cause);

    /// <summary>The volume has free bytes, but no entries for another file.</summary>
    internal static InsufficientStorageException OfEntries(string modelId, long required, long available, string path, Exception cause) => new(
        $"'{modelId}' needs {ByteSizeText.Of(required)} in '{path}'. The volume reports that it is full although {ByteSizeText.Of(available)} is free: it has no entries (inodes) left for another file, or the rest is reserved for other users.",
        "Delete files on that volume, many small ones if 'df -i' shows no free inodes, or set EdgeAI:ModelDirectory to a folder on another volume.",
        required,
        available,
        path,
        cause);

    /// <summary>Gets the number of bytes that are still needed, with a reserve of 10 %. Other downloads to the same volume are included.</summary>
    public long RequiredBytes { get; }

    /// <summary>Gets the number of bytes that are free on the volume for this user.</summary>
    public long AvailableBytes { get; }

    /// <summary>Gets the folder.</summary>
    public string Path { get; }
}
