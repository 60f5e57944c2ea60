namespace Edge.AI.Store;

/// <summary>
/// The journal of a partial file, stored beside it. It is always written after the bytes that it describes were flushed, so it can
/// understate what is on disk but never overstate it.
/// </summary>
internal sealed record StagingJournal
{
    /// <summary>Version 1 has no chunks, and can still be read.</summary>
    public const int CurrentVersion = 2;

    public required int Version { get; init; }

    /// <summary>The origin of the bytes, without secrets.</summary>
    public required string Origin { get; init; }

    /// <summary>The strong entity tag of the bytes, if the server gave one.</summary>
    public string? ETag { get; init; }

    /// <summary>The time of change, if it is old enough to be a strong validator.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The length of the whole file.</summary>
    public required long Size { get; init; }

    /// <summary>The digest in the manifest; empty if it has none.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The number of bytes from the start that are flushed to disk. The file is complete when this equals <see cref="Size"/>, and only then.</summary>
    public required long Durable { get; init; }

    /// <summary>The boot of the machine during which the bytes were written; null if it is not known.</summary>
    public string? Boot { get; init; }

    /// <summary>The bitmap of the chunks that are flushed, in hexadecimal digits, if some may follow <see cref="Durable"/>; null if the file has no holes.</summary>
    public string? Chunks { get; init; }

    /// <summary>The checksums of the chunks on arrival, four bytes each, in base 64; 0 if one is not known.</summary>
    public string? Checksums { get; init; }

    public bool Describes(ModelFile file) => Size == file.Size && Sha256 == file.Digest.ToString() && Durable >= 0 && Durable <= Size;
}
