using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Disk;

/// <summary>
/// Locks files with flock(2). .NET uses the same locks for <see cref="FileShare"/>.
/// The lock belongs to the open file, and a child process has that file open as well until it starts its program. So closing the file is not enough to end the lock.
/// </summary>
internal static partial class AdvisoryLock
{
    private const int Shared = 1, Exclusive = 2, WithoutWaiting = 4, Unlock = 8; // LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN

    private static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11; // EWOULDBLOCK

    /// <returns>Whether this process has the lock. A file system without locks refuses no one.</returns>
    public static bool TryTake(SafeFileHandle file, bool shared) =>
        Flock(file, (shared ? Shared : Exclusive) | WithoutWaiting) == 0 || Marshal.GetLastPInvokeError() != WouldBlock;

    public static void Free(SafeFileHandle file) => Flock(file, Unlock); // Where this fails, there are no locks.

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
