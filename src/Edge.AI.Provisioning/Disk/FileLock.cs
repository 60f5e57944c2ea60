using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Disk;

/// <summary>Tries to lock a file for one owner or for many; null if others hold it. Disposing frees it, and so does the end of the process.</summary>
internal delegate IDisposable? TryLock(string path, bool shared);

/// <summary>Locks of the operating system, which frees them when their owner dies, however it dies.</summary>
internal static class FileLock
{
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <exception cref="LinkedLockException">A link is in the place of the lock: whoever made it would have its target locked and written to.</exception>
    public static IDisposable? TryTake(string path, bool shared)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        if (folder.LinkTarget is not null)
            throw new LinkedLockException(folder.FullName);

        folder.Create();
        return OperatingSystem.IsWindows() ? TryTakeOnWindows(path, shared) : TryTakeOnUnix(path, shared);
    }

    private static SafeFileHandle? TryTakeOnUnix(string path, bool shared)
    {
        var file = (shared ? OpenForSharing(path) : PlainFile.OpenOrCreate(path)) ?? throw new LinkedLockException(path);
        if (AdvisoryLock.TryTake(file, shared))
            return file;

        file.Dispose();
        return null;
    }

    // Who may not write, in an image layer of another user, can share a lock all the same.
    private static SafeFileHandle? OpenForSharing(string path)
    {
        try
        {
            return PlainFile.OpenOrCreate(path);
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly) && File.Exists(path))
        {
            return PlainFile.OpenExisting(path);
        }
    }

    private static SafeFileHandle? TryTakeOnWindows(string path, bool shared)
    {
        try
        {
            return PlainFile.OpenOrCreate(path, shared ? FileShare.ReadWrite : FileShare.None) ?? throw new LinkedLockException(path);
        }
        catch (IOException taken) when (taken.HResult is SharingViolation)
        {
            return null; // Another owner has it: the one answer that this method asks for.
        }
    }
}

/// <summary>Something else is in the place of a lock.</summary>
internal sealed class LinkedLockException(string path) : IOException($"'{path}' is a link, a file with further names, or no file. Edge.AI makes no such locks and does not use them.")
{
    /// <summary>What is in the lock's place.</summary>
    public string Path => path;
}
