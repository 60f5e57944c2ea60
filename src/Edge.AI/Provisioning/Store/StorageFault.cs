namespace Edge.AI.Provisioning;

/// <summary>Turns what the file system throws into errors that say what to do.</summary>
internal static class StorageFault
{
    // ENOSPC on Linux and macOS; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private const int NoSpace = 28, DiskFull = unchecked((int)0x80070070), HandleDiskFull = unchecked((int)0x80070027);

    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static bool IsDiskFull(Exception exception) => exception is IOException { HResult: NoSpace or DiskFull or HandleDiskFull };

    public static ModelStorageException Describe(Exception fault, string path) => new(
        path,
        fault.Message,
        "Make the folder readable and writable for this user, or set EdgeAI:ModelDirectory to one that is. What was downloaded is kept.",
        fault);
}
