using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Disk;

/// <summary>flock(2): the lock belongs to the open file, and ends with it. .NET locks alike when it opens a file with <see cref="FileShare"/>.</summary>
internal static partial class AdvisoryLock
{
    private const int Shared = 1, Exclusive = 2, WithoutWaiting = 4; // LOCK_SH, LOCK_EX, LOCK_NB

    private static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11; // EWOULDBLOCK

    /// <returns>Whether the lock is ours, as far as the file system can tell: one that knows no locks refuses nobody.</returns>
    public static bool TryTake(SafeFileHandle file, bool shared) =>
        Flock(file, (shared ? Shared : Exclusive) | WithoutWaiting) == 0 || Marshal.GetLastPInvokeError() != WouldBlock;

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
