namespace Edge.AI.Provisioning;

/// <summary>A file whose bytes are all in its partial and flushed, and what they are.</summary>
internal sealed record StagedFile(FilePlace Place, long Length, Sha256Digest Digest);
