using Edge.AI.Native;

namespace Edge.AI.Provisioning;

/// <summary>Refuses to begin what can't end: a full disk breaks more than a download.</summary>
/// <param name="freeBytes">The free bytes of the volume that an existing folder is on; null if the volume does not say.</param>
internal sealed class DiskSpace(Func<string, long?> freeBytes)
{
    private readonly Lock _lock = new();
    private readonly List<Queued> _queued = [];

    /// <summary>One for the process: what any provisioner has queued needs room.</summary>
    public static DiskSpace OfThisMachine { get; } = new(FreeBytes);

    /// <summary>Counts files as on their way until what is returned is disposed.</summary>
    /// <exception cref="InsufficientStorageException">Less than 110 % of what is still to come to the volume is free, everything queued for it included.</exception>
    public IDisposable Queue(ModelPlace place, IReadOnlyList<FilePlace> missing)
    {
        var folder = NearestExisting(place.Folder);
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
    public InsufficientStorageException Full(ModelPlace place, Exception fault) => new(
        place.Model.Id,
        Required([.. place.Files.Where(file => !ModelFinder.IsThere(place, file))]),
        freeBytes(NearestExisting(place.Folder)) ?? 0,
        place.Folder,
        innerException: fault);

    private static long Required(IReadOnlyList<FilePlace> missing)
    {
        var toCome = missing.Sum(file => (decimal)(file.File.Size - BytesOnDisk(file)));
        return (long)Math.Min(decimal.Ceiling(toCome * 1.1m), long.MaxValue);
    }

    // Another model's files may be renamed just now: then they need nothing more.
    private static long BytesOnDisk(FilePlace file) =>
        new FileInfo(file.Target) is { Exists: true } target && target.Length == file.File.Size && !File.Exists(file.Partial) ? file.File.Size : PartialInspector.Inspect(file).BytesHere;

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

    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (ArgumentException)
        {
            return null; // A network share on Windows has no drive to ask; a full one shows itself while writing.
        }
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
