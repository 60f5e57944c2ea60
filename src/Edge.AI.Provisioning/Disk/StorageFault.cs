namespace Edge.AI.Disk;

/// <summary>Converts exceptions of the file system to errors with a hint.</summary>
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

    /// <summary>Whether the user's quota is used up, not the volume.</summary>
    public static bool IsQuota(Exception exception) => exception is IOException && (exception.HResult == DiskQuota || exception.HResult == Quota);

    /// <summary>Replaces the ArgumentOutOfRangeException that .NET throws for a file that is too long (EFBIG).</summary>
    public static IOException TooLargeFor(string path, Exception fault) => new($"File too large: '{path}'", fault) { HResult = TooLarge };

    /// <param name="fault">The exception of the file system.</param>
    /// <param name="path">The folder or file.</param>
    /// <param name="isDownload">Whether a download was interrupted whose bytes are kept.</param>
    public static ModelStorageException Describe(Exception fault, string path, bool isDownload = false) =>
        new(path, fault.Message, HintFor(fault) + (isDownload ? " What was downloaded is kept." : ""), fault);

    private static string HintFor(Exception fault)
    {
        const string Elsewhere = "set EdgeAI:ModelDirectory to a folder on another volume.";
        if (fault is LinkedLockException)
            return "Delete it, and check which other users or programs can write to that folder.";
        if (fault is PathTooLongException || fault.HResult == NameTooLong)
            return $"The volume does not allow names or paths of that length: {Elsewhere}";
        if (fault is IOException { HResult: TooManyFiles or TooManyFilesOfAll })
            return "The process has too many files open: raise its limit (ulimit -n) and try again.";

        return fault.HResult switch
        {
            TooLarge or FileTooLarge when fault is IOException => $"The volume (FAT32 ends at 4 GiB) or a limit of the process (ulimit -f) does not allow a file of that length: {Elsewhere}",
            ReadOnlyVolume or WriteProtected when fault is IOException => "The volume is read-only. Models that are complete there can be used; to download one, set EdgeAI:ModelDirectory to a folder that can be written.",
            InputOutput or DeviceFailed when fault is IOException => $"The device failed: check the disk and its cable, then try again, or {Elsewhere}",
            _ => "Make the folder readable and writable for this user, or set EdgeAI:ModelDirectory to one that is.",
        };
    }
}
