using Edge.AI.Common;
using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>
/// The receipt of a verified model. Its presence makes the model visible. While sizes, times and identities of the files are the same,
/// no byte is read again.
/// </summary>
/// <param name="Version">The version of this format.</param>
/// <param name="ModelId">The model.</param>
/// <param name="Files">Its files.</param>
/// <param name="IsSealed">
/// Whether the folder was sealed (<see cref="ModelSeal"/>), because something protects its bytes, such as the digests of an image's layers.
/// A file with other times or identity is then identified by its samples.
/// </param>
internal sealed record Receipt(int Version, string ModelId, IReadOnlyList<ReceiptEntry> Files, bool IsSealed = false)
{
    public const int CurrentVersion = 1;

    public ReceiptEntry? EntryOf(string fileName) => Files.FirstOrDefault(entry => entry.Name == fileName);
}

/// <param name="Name">The file's name.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedUtc">When the file was last written.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="Inode">The number of the file on its volume; null if the system does not report it.</param>
internal sealed record ReceiptEntry(string Name, long Size, DateTime ModifiedUtc, string Sha256, ulong? Inode = null)
{
    /// <summary>When the file or its metadata last changed, in nanoseconds since 1970. Unlike <see cref="ModifiedUtc"/>, no program can set it.</summary>
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

    /// <summary>Whether the file is the verified one, by everything except its content.</summary>
    public bool Describes(FileStamp file) => file.Size == Size && file.ModifiedUtc == ModifiedUtc
        && (file.Identity is not { } identity
            || (Same(Inode, identity.Inode) && Same(Changed, identity.Changed) && Same(Owner, identity.Owner) && Same(Mode, identity.Mode)));

    public bool Promises(ModelFile file) => Size == file.Size && Sha256Digest.TryParse(Sha256, out var digest) && (file.Digest is null || digest == file.Digest);

    // Receipts of older versions and of other systems do not have every value.
    private static bool Same<T>(T? recorded, T found)
        where T : struct, IEquatable<T> => recorded is not { } value || value.Equals(found);
}
