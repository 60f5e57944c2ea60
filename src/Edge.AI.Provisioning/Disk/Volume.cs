namespace Edge.AI.Disk;

/// <summary>What the volume says about itself that a folder is on.</summary>
internal static class Volume
{
    private const long LongestOnFat = uint.MaxValue; // 4 GiB less one byte: the length has 32 bits in a directory entry.

    /// <summary>Null if the volume does not tell: then a full one shows itself while writing.</summary>
    public static long? FreeBytes(string folder) =>
        Ask(folder, drive => FreeOf(drive.AvailableFreeSpace, drive.TotalSize));

    /// <summary>Null if no limit is known that a model comes near.</summary>
    public static long? LongestFile(string folder) => Ask(folder, drive => LongestOn(drive.DriveFormat));

    /// <summary>A volume of 0 bytes (ramfs, many a user-space file system) or one that has less than nothing does not count its blocks.</summary>
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
            return null; // A network share on Windows has no drive to ask, and some mounts refuse to be asked.
        }
    }
}
