namespace Edge.AI.Provisioning;

/// <summary>Tries to lock a file for one owner or for many; null if others hold it. Disposing frees it, and so does the end of the process.</summary>
internal delegate IDisposable? TryLock(string path, bool shared);

/// <summary>Locks of the operating system, which frees them when their owner dies, however it dies.</summary>
internal static class FileLock
{
    private const int WouldBlockLinux = 11, WouldBlockMac = 35, SharingViolation = unchecked((int)0x80070020);

    public static IDisposable? TryTake(string path, bool shared)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            // .NET turns FileShare.None into an exclusive lock (flock) where the system has no sharing modes, and all else into a shared one.
            return shared
                ? File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite)
                : File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult is WouldBlockLinux or WouldBlockMac or SharingViolation)
        {
            return null; // Another owner has it: the one answer that this method asks for.
        }
    }
}
