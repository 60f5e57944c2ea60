namespace Edge.AI.Store;

/// <summary>A file whose bytes are all in its partial and flushed.</summary>
/// <param name="Place">The paths of the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Digest">The SHA-256 of its bytes.</param>
/// <param name="Inode">The number of the file that was hashed; null if the system does not report it.</param>
internal sealed record StagedFile(FilePlace Place, long Length, Sha256Digest Digest, ulong? Inode = null);
