using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>
/// What was verified, and what its files were like then. Its presence makes a model visible;
/// while sizes, times and identities are the same, no byte needs to be read again.
/// </summary>
/// <param name="Version">The version of this format.</param>
/// <param name="ModelId">The model.</param>
/// <param name="Files">Its files.</param>
/// <param name="IsSealed">
/// Whether the folder was sealed (<see cref="ModelSeal"/>): something that guards the bytes carries it, such as an image whose layers have digests.
/// A file is then known by its samples where times and identities are others.
/// </param>
internal sealed record Receipt(int Version, string ModelId, IReadOnlyList<ReceiptEntry> Files, bool IsSealed = false)
{
    public const int CurrentVersion = 1;

    public ReceiptEntry? EntryOf(string fileName) => Files.FirstOrDefault(entry => entry.Name == fileName);
}

/// <param name="Name">The file's name.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedUtc">When it was last written.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="Inode">Which file it is on its volume; null where the system doesn't tell.</param>
internal sealed record ReceiptEntry(string Name, long Size, DateTime ModifiedUtc, string Sha256, ulong? Inode = null)
{
    /// <summary>When anything about it was last changed, in nanoseconds since 1970: unlike <see cref="ModifiedUtc"/>, it can't be set back.</summary>
    public long? Changed { get; init; }

    /// <summary>The user that owns it.</summary>
    public uint? Owner { get; init; }

    /// <summary>Its kind and permissions.</summary>
    public uint? Mode { get; init; }

    /// <summary>The digest of its <see cref="FileSamples"/>, in the receipt of a sealed folder.</summary>
    public string? Samples { get; init; }

    public static ReceiptEntry Of(string name, FileStamp stamp, Sha256Digest digest) => new(name, stamp.Size, stamp.ModifiedUtc, digest.ToString(), stamp.Identity?.Inode)
    {
        Changed = stamp.Identity?.Changed,
        Owner = stamp.Identity?.Owner,
        Mode = stamp.Identity?.Mode,
    };

    /// <summary>Whether the file is the one that was verified, as far as everything but its bytes tells.</summary>
    public bool Describes(FileStamp file) => file.Size == Size && file.ModifiedUtc == ModifiedUtc
        && (file.Identity is not { } identity
            || (Same(Inode, identity.Inode) && Same(Changed, identity.Changed) && Same(Owner, identity.Owner) && Same(Mode, identity.Mode)));

    public bool Promises(ModelFile file) => Size == file.Size && Sha256Digest.TryParse(Sha256, out var digest) && (file.Digest is null || digest == file.Digest);

    // A receipt of an older version, or of a system that tells less, says nothing about it.
    private static bool Same<T>(T? recorded, T found)
        where T : struct, IEquatable<T> => recorded is not { } value || value.Equals(found);
}
