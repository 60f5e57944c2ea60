namespace Edge.AI.Store;

/// <summary>
/// What is known about a partial file, as it is on disk beside it. Always written after the bytes that it speaks of were flushed,
/// so it may say too little but never too much.
/// </summary>
internal sealed record StagingJournal
{
    /// <summary>Version 1 knew no chunks; what it says is still understood.</summary>
    public const int CurrentVersion = 2;

    public required int Version { get; init; }

    /// <summary>Where the bytes came from, without anything secret.</summary>
    public required string Origin { get; init; }

    /// <summary>The strong entity tag of the bytes, if the server gave one.</summary>
    public string? ETag { get; init; }

    /// <summary>The time of change, if it is old enough to be a strong validator.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The length of the whole file.</summary>
    public required long Size { get; init; }

    /// <summary>The digest that the manifest promises; empty if it promises none.</summary>
    public required string Sha256 { get; init; }

    /// <summary>So many bytes from the start are flushed to disk. The file is complete when this equals <see cref="Size"/>, and only then.</summary>
    public required long Durable { get; init; }

    /// <summary>The boot of the machine during which the bytes were written; null where that can't be told.</summary>
    public string? Boot { get; init; }

    /// <summary>The bitmap of the chunks that are flushed, in hexadecimal digits, if some may lie behind <see cref="Durable"/>; null if the file has no holes.</summary>
    public string? Chunks { get; init; }

    /// <summary>The checksums with which the chunks arrived, four bytes each, in base 64; 0 where that is not known.</summary>
    public string? Checksums { get; init; }

    public bool Describes(ModelFile file) => Size == file.Size && Sha256 == file.Digest.ToString() && Durable >= 0 && Durable <= Size;
}
