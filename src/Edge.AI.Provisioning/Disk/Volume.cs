namespace Edge.AI.Disk;

/// <summary>Reads the properties of the volume of a folder.</summary>
internal static class Volume
{
    private const long LongestOnFat = uint.MaxValue; // 4 GiB minus one byte: a directory entry stores the length in 32 bits.

    /// <summary>Returns the free bytes; null if the volume does not say. A full volume is then noticed while writing.</summary>
    public static long? FreeBytes(string folder) =>
        Ask(folder, drive => FreeOf(drive.AvailableFreeSpace, drive.TotalSize));

    /// <summary>Returns the maximum length of a file; null if no limit is known that matters for models.</summary>
    public static long? LongestFile(string folder) => Ask(folder, drive => LongestOn(drive.DriveFormat));

    /// <summary>A volume of 0 bytes (ramfs, many user-space file systems) or with a negative number of free bytes does not count its blocks.</summary>
    internal static long? FreeOf(long available, long total) => total > 0 && available >= 0 ? available : null;

    /// <param name="format">The file system's name: <c>FAT32</c> on Windows, <c>vfat</c> or <c>msdos</c> elsewhere. exFAT has no such limit.</param>
    internal static long? LongestOn(string? format) => format?.ToUpperInvariant() is "FAT" or "FAT12" or "FAT16" or "FAT32" or "VFAT" or "MSDOS" or "UMSDOS" ? LongestOnFat : null;

    private static long? Ask(string folder, Func<DriveInfo, long?> question)
    {
        try
        {
            return question(new(folder));
        }
        catch (Exception silent) when (silent is ArgumentException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null; // A network share on Windows has no drive, and some mounts refuse the query.
        }
    }
}
