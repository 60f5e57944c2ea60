using Edge.AI.Common;
using Edge.AI.Staging;
using Edge.AI.Store;

namespace Edge.AI.Disk;

/// <summary>Refuses to begin what can't end: a full disk breaks more than a download.</summary>
/// <param name="freeBytes">The free bytes of the volume that an existing folder is on; null if the volume does not say.</param>
/// <param name="longestFile">The most bytes that a file may have on that volume; null if there is no limit that a model comes near, or none is known.</param>
internal sealed class DiskSpace(Func<string, long?> freeBytes, Func<string, long?>? longestFile = null)
{
    private readonly Lock _lock = new();
    private readonly List<Queued> _queued = [];

    /// <summary>One for the process: what any provisioner has queued needs room.</summary>
    public static DiskSpace OfThisMachine { get; } = new(Volume.FreeBytes, Volume.LongestFile);

    /// <summary>Counts files as on their way until what is returned is disposed.</summary>
    /// <exception cref="InsufficientStorageException">Less than 110 % of what is still to come to the volume is free, everything queued for it included.</exception>
    /// <exception cref="ModelStorageException">A file is longer than any can be on the volume.</exception>
    public IDisposable Queue(ModelPlace place, IReadOnlyList<FilePlace> missing)
    {
        var folder = NearestExisting(place.Folder);
        EnsurePossible(place, missing, longestFile?.Invoke(folder));
        var queued = new Queued(this, VolumeOf(folder), missing);
        lock (_lock)
        {
            var (required, others) = (Required(missing), _queued.Where(other => other.Volume == queued.Volume).Select(other => Required(other.Missing)).ToList());
            if (missing.Count > 0 && freeBytes(folder) is { } available && others.Aggregate(required, Plus) is var sum && available < sum)
                throw new InsufficientStorageException(place.Model.Id, sum, available, place.Folder, queuedToo: sum - required);

            _queued.Add(queued);
            return queued;
        }
    }

    /// <summary>The disk became full in the middle: how much is missing now.</summary>
    public InsufficientStorageException Full(ModelPlace place, Exception fault)
    {
        var required = Required([.. place.Files.Where(file => !ModelFinder.IsThere(place, file))]);
        if (StorageFault.IsQuota(fault))
            return InsufficientStorageException.OfQuota(place.Model.Id, required, place.Folder, fault);

        var available = freeBytes(NearestExisting(place.Folder));
        return available >= required
            ? InsufficientStorageException.OfEntries(place.Model.Id, required, available.Value, place.Folder, fault)
            : new(place.Model.Id, required, available ?? 0, place.Folder, innerException: fault);
    }

    private static void EnsurePossible(ModelPlace place, IReadOnlyList<FilePlace> missing, long? longest)
    {
        if (missing.FirstOrDefault(file => file.File.Size > longest) is not { } tooLong)
            return;

        throw new ModelStorageException(
            place.Folder,
            $"'{tooLong.File.Name}' has {ByteSizeText.Of(tooLong.File.Size)}, and no file on that volume can be longer than {ByteSizeText.Of(longest!.Value)} (FAT).",
            "Set EdgeAI:ModelDirectory to a folder on a volume with another file system: exFAT, NTFS, APFS, ext4.");
    }

    private static long Required(IReadOnlyList<FilePlace> missing)
    {
        var toCome = missing.Sum(file => (decimal)(file.File.Size - BytesOnDisk(file)));
        return (long)Math.Min(decimal.Ceiling(toCome * 1.1m), long.MaxValue);
    }

    // Another model's files may be renamed just now: then they need nothing more.
    private static long BytesOnDisk(FilePlace file) =>
        FileStamp.Of(file.Target)?.Size == file.File.Size && !File.Exists(file.Partial) ? file.File.Size : PartialInspector.Inspect(file).BytesHere;

    private static long Plus(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;

    // Where the system doesn't tell volumes apart, all is one: too careful rather than too late.
    private static ulong VolumeOf(string folder) => FileIdentity.Of(folder)?.Device ?? 0;

    private static string NearestExisting(string folder)
    {
        var nearest = folder;
        while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is { } parent)
            nearest = parent;

        return nearest;
    }

    private sealed class Queued(DiskSpace disk, ulong volume, IReadOnlyList<FilePlace> missing) : IDisposable
    {
        public ulong Volume => volume;

        public IReadOnlyList<FilePlace> Missing => missing;

        public void Dispose()
        {
            lock (disk._lock)
                disk._queued.Remove(this);
        }
    }
}
