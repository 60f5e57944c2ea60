namespace Edge.AI.Store;

/// <summary>A file whose bytes are all in its partial and flushed, and what they are.</summary>
/// <param name="Place">Where it belongs.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Digest">The SHA-256 of its bytes.</param>
/// <param name="Inode">Which file was hashed; null where the system doesn't tell.</param>
internal sealed record StagedFile(FilePlace Place, long Length, Sha256Digest Digest, ulong? Inode = null);
