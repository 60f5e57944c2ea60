namespace Edge.AI.Disk;

/// <summary>Turns what the file system throws into errors that say what to do.</summary>
internal static class StorageFault
{
    // Numbers of errno, alike on Linux and macOS, and Windows' error codes as HRESULT.
    private const int InputOutput = 5, TooManyFilesOfAll = 23, TooManyFiles = 24, TooLarge = 27, NoSpace = 28, ReadOnlyVolume = 30;
    private const int DiskFull = unchecked((int)0x80070070), HandleDiskFull = unchecked((int)0x80070027), DiskQuota = unchecked((int)0x8007050F);
    private const int FileTooLarge = unchecked((int)0x800700DF), WriteProtected = unchecked((int)0x80070013), DeviceFailed = unchecked((int)0x8007045D);

    private static readonly int Quota = OperatingSystem.IsMacOS() ? 69 : 122; // EDQUOT
    private static readonly int NameTooLong = OperatingSystem.IsMacOS() ? 63 : 36; // ENAMETOOLONG

    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static bool IsDiskFull(Exception exception) => exception is IOException { HResult: NoSpace or DiskFull or HandleDiskFull } || IsQuota(exception);

    /// <summary>Whether it is not the volume that is full, but the share of it that this user may have.</summary>
    public static bool IsQuota(Exception exception) => exception is IOException && (exception.HResult == DiskQuota || exception.HResult == Quota);

    /// <summary>What .NET throws instead where a file would become too long (EFBIG): an error about an argument that the caller does not have.</summary>
    public static IOException TooLargeFor(string path, Exception fault) => new($"File too large: '{path}'", fault) { HResult = TooLarge };

    /// <param name="fault">What the file system threw.</param>
    /// <param name="path">The folder or file that it is about.</param>
    /// <param name="isDownload">Whether a download was interrupted, whose bytes the next attempt goes on from.</param>
    public static ModelStorageException Describe(Exception fault, string path, bool isDownload = false) =>
        new(path, fault.Message, HintFor(fault) + (isDownload ? " What was downloaded is kept." : ""), fault);

    private static string HintFor(Exception fault)
    {
        const string elsewhere = "set EdgeAI:ModelDirectory to a folder on another volume.";
        if (fault is LinkedLockException)
            return "Delete it, and check who else may write to that folder.";
        if (fault is PathTooLongException || fault.HResult == NameTooLong)
            return $"The volume takes no names or paths of that length: {elsewhere}";
        if (fault is IOException { HResult: TooManyFiles or TooManyFilesOfAll })
            return "The process has too many files open: raise its limit (ulimit -n) and try again.";

        return fault.HResult switch
        {
            TooLarge or FileTooLarge when fault is IOException => $"The volume (FAT32 ends at 4 GiB) or a limit of the process (ulimit -f) takes no file of that length: {elsewhere}",
            ReadOnlyVolume or WriteProtected when fault is IOException => "The volume is read-only. Models that are complete there can be used; to download one, set EdgeAI:ModelDirectory to a folder that can be written.",
            InputOutput or DeviceFailed when fault is IOException => $"The device failed: check the disk and its cable, then try again, or {elsewhere}",
            _ => "Make the folder readable and writable for this user, or set EdgeAI:ModelDirectory to one that is.",
        };
    }
}
