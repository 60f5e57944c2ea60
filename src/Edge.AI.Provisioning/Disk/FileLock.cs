using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Disk;

/// <summary>Tries to lock a file for one owner or for many; null if others hold it. Disposing frees it, and so does the end of the process.</summary>
internal delegate IDisposable? TryLock(string path, bool shared);

/// <summary>Locks files with the operating system, which releases a lock when its process ends in any way.</summary>
internal static class FileLock
{
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <exception cref="LinkedLockException">The lock file is a link. Its target would be locked and written.</exception>
    public static IDisposable? TryTake(string path, bool shared)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        if (folder.LinkTarget is not null)
            throw new LinkedLockException(folder.FullName);

        folder.Create();
        return OperatingSystem.IsWindows() ? TryTakeOnWindows(path, shared) : TryTakeOnUnix(path, shared);
    }

    private static HeldLock? TryTakeOnUnix(string path, bool shared)
    {
        var file = (shared ? OpenForSharing(path) : PlainFile.OpenOrCreate(path)) ?? throw new LinkedLockException(path);
        if (AdvisoryLock.TryTake(file, shared))
            return new(file);

        file.Dispose();
        return null;
    }

    // A user without write permission, in an image layer of another user, can still share a lock.
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
            return null; // Another owner holds the lock.
        }
    }

    private sealed class HeldLock(SafeFileHandle file) : IDisposable
    {
        public void Dispose()
        {
            if (!file.IsClosed)
                AdvisoryLock.Free(file);

            file.Dispose();
        }
    }
}

/// <summary>A lock file is not a plain file.</summary>
internal sealed class LinkedLockException(string path) : IOException($"'{path}' is a link, a file with several names, or not a regular file. Edge.AI does not use such a file as a lock.")
{
    /// <summary>The path of the lock file.</summary>
    public string Path => path;
}
