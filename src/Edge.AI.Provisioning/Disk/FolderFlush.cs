using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Edge.AI.Disk;

/// <summary>Flushes a folder, so that its renames survive a power failure. .NET cannot open folders, so this calls the C library.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;
    private const int InputOutput = 5, NoSpace = 28; // EIO, ENOSPC

    private static readonly int Quota = OperatingSystem.IsMacOS() ? 69 : 122; // EDQUOT

    /// <returns>Null if the folder was flushed, else the reason why the system cannot flush it.</returns>
    /// <exception cref="IOException">The volume failed or is full, so the renames may be lost.</exception>
    public static string? Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return null; // NTFS journals renames itself, and folders can't be flushed there.

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            return Outcome("open", folder, Marshal.GetLastPInvokeError());

        try
        {
            return Fsync(descriptor) < 0 ? Outcome("fsync", folder, Marshal.GetLastPInvokeError()) : null;
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>
    /// Network and user-space file systems refuse to flush folders with many an error (EINVAL, ENOTSUP, ENOSYS, EBADF, EACCES …); they promise nothing
    /// about renames anyway. Only a volume that fails or is full affects the files.
    /// </summary>
    internal static string? Outcome(string call, string folder, int error)
    {
        var message = $"{call}: {new Win32Exception(error).Message}";
        return error is InputOutput or NoSpace || error == Quota ? throw new IOException($"{message} ('{folder}')", error) : message;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
