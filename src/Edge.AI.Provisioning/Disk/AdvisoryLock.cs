using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Disk;

/// <summary>Locks files with flock(2). The lock belongs to the open file and ends with it. .NET uses the same locks for <see cref="FileShare"/>.</summary>
internal static partial class AdvisoryLock
{
    private const int Shared = 1, Exclusive = 2, WithoutWaiting = 4; // LOCK_SH, LOCK_EX, LOCK_NB

    private static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11; // EWOULDBLOCK

    /// <returns>Whether this process has the lock. A file system without locks refuses no one.</returns>
    public static bool TryTake(SafeFileHandle file, bool shared) =>
        Flock(file, (shared ? Shared : Exclusive) | WithoutWaiting) == 0 || Marshal.GetLastPInvokeError() != WouldBlock;

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
