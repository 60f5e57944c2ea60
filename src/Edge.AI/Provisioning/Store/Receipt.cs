namespace Edge.AI.Provisioning;

/// <summary>
/// What was verified and when its files were last written. Its presence makes a model visible;
/// as long as sizes and times match, no byte needs to be read again.
/// </summary>
internal sealed record Receipt(int Version, string ModelId, IReadOnlyList<ReceiptEntry> Files)
{
    public const int CurrentVersion = 1;

    public ReceiptEntry? EntryOf(string fileName) => Files.FirstOrDefault(entry => entry.Name == fileName);
}

internal sealed record ReceiptEntry(string Name, long Size, DateTime ModifiedUtc, string Sha256)
{
    public static ReceiptEntry Of(FilePlace place, Sha256Digest digest)
    {
        var info = new FileInfo(place.Target);
        return new(place.File.Name, info.Length, info.LastWriteTimeUtc, digest.ToString());
    }

    /// <summary>Whether the file is the one that was verified, as far as its size and time tell.</summary>
    public bool Describes(FileInfo file) => file.Exists && file.Length == Size && file.LastWriteTimeUtc == ModifiedUtc;

    public bool Promises(ModelFile file) => Size == file.Size && Sha256Digest.TryParse(Sha256, out var digest) && (file.Digest is null || digest == file.Digest);
}
