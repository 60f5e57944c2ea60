using Edge.AI.Common;
using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>Checks that a volume has room before a download begins: a full disk breaks more than a download.</summary>
/// <param name="freeBytes">Returns the free bytes of the volume of an existing folder; null if the volume does not say.</param>
/// <param name="longestFile">Returns the maximum length of a file on that volume; null if there is no limit that matters for models, or none is known.</param>
internal sealed class DiskSpace(Func<string, long?> freeBytes, Func<string, long?>? longestFile = null)
{
    private readonly Lock _lock = new();
    private readonly List<Queued> _queued = [];

    /// <summary>The instance for the process, because the downloads of all provisioners need room.</summary>
    public static DiskSpace OfThisMachine { get; } = new(Volume.FreeBytes, Volume.LongestFile);

    /// <summary>Reserves room for files until the result is disposed.</summary>
    /// <exception cref="InsufficientStorageException">Less than 110 % of the missing bytes is free, including the other downloads to the volume.</exception>
    /// <exception cref="ModelStorageException">A file is longer than the volume allows.</exception>
    public IDisposable Queue(ModelPlace place, IReadOnlyList<FilePlace> missing)
    {
        var folder = NearestExisting(place.Folder);
        EnsurePossible(place, missing, longestFile?.Invoke(folder));
        var queued = new Queued(this, VolumeOf(folder), missing);
        lock (_lock)
        {
            var (required, others) = (Required(missing), _queued.Where(other => other.Volume == queued.Volume).Select(other => Required(other.Missing)).ToList());
            if (missing.Count > 0 && freeBytes(folder) is { } available && others.Aggregate(required, Plus) is var sum && available < sum)
                throw new InsufficientStorageException(place.Model.Id, sum, available, place.Folder, otherBytes: sum - required);

            _queued.Add(queued);
            return queued;
        }
    }

    /// <summary>Describes a volume that became full during a download.</summary>
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
            $"'{tooLong.File.Name}' has {ByteSizeText.Of(tooLong.File.Size)}, but a file on that volume can have at most {ByteSizeText.Of(longest!.Value)} (FAT).",
            "Set EdgeAI:ModelDirectory to a folder on a volume with another file system: exFAT, NTFS, APFS, ext4.");
    }

    private static long Required(IReadOnlyList<FilePlace> missing)
    {
        var toCome = missing.Sum(file => (decimal)(file.File.Size - BytesOnDisk(file)));
        return (long)Math.Min(decimal.Ceiling(toCome * 1.1m), long.MaxValue);
    }

    // Another model's files may be promoted at the same time: then they need no more room.
    private static long BytesOnDisk(FilePlace file) =>
        FileStamp.Of(file.Target)?.Size == file.File.Size && !File.Exists(file.Partial) ? file.File.Size : PartialInspector.Inspect(file).BytesHere;

    private static long Plus(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;

    // If the system does not identify volumes, all folders count as one volume: a refusal too many is better than a full disk.
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
