namespace Edge.AI.Provisioning;

/// <summary>Refuses to begin what can't end: a full disk breaks more than a download.</summary>
/// <param name="freeBytes">The free bytes of the volume that an existing folder is on; null if the volume does not say.</param>
internal sealed class DiskSpace(Func<string, long?> freeBytes)
{
    public static DiskSpace OfThisMachine { get; } = new(FreeBytes);

    /// <exception cref="InsufficientStorageException">Less than 110 % of what is still to come is free.</exception>
    public void EnsureRoomFor(ModelPlace place, IReadOnlyList<FilePlace> missing)
    {
        var required = Required(missing);
        if (freeBytes(NearestExisting(place.Folder)) is { } available && available < required)
            throw new InsufficientStorageException(place.Model.Id, required, available, place.Folder);
    }

    /// <summary>The disk became full in the middle: how much is missing now.</summary>
    public InsufficientStorageException Full(ModelPlace place, Exception fault) => new(
        place.Model.Id,
        Required([.. place.Files.Where(file => !ModelFinder.IsThere(place, file))]),
        freeBytes(NearestExisting(place.Folder)) ?? 0,
        place.Folder,
        fault);

    private static long Required(IReadOnlyList<FilePlace> missing)
    {
        var toCome = missing.Sum(file => (decimal)(file.File.Size - PartialInspector.Inspect(file).BytesHere));
        return (long)Math.Min(decimal.Ceiling(toCome * 1.1m), long.MaxValue);
    }

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
}
