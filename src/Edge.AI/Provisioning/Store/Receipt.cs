using Edge.AI.Native;

namespace Edge.AI.Provisioning;

/// <summary>
/// What was verified, and when its files were last written. Its presence makes a model visible;
/// as long as sizes, times and inodes match, no byte needs to be read again.
/// </summary>
internal sealed record Receipt(int Version, string ModelId, IReadOnlyList<ReceiptEntry> Files)
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
    public static ReceiptEntry Of(FilePlace place, Sha256Digest digest)
    {
        var info = new FileInfo(place.Target);
        return new(place.File.Name, info.Length, info.LastWriteTimeUtc, digest.ToString(), FileIdentity.Of(place.Target)?.Inode);
    }

    /// <summary>Whether the file is the one that was verified, as far as its size, time and inode tell.</summary>
    public bool Describes(FileInfo file) => file.Exists && file.Length == Size && file.LastWriteTimeUtc == ModifiedUtc
        && (Inode is null || FileIdentity.Of(file.FullName) is not { } identity || identity.Inode == Inode);

    public bool Promises(ModelFile file) => Size == file.Size && Sha256Digest.TryParse(Sha256, out var digest) && (file.Digest is null || digest == file.Digest);
}
