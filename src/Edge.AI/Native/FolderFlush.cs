using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>Makes renames in a folder survive a power cut. .NET opens no folders, so this asks the C library.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;
    private const int NotSupported = 22; // EINVAL, the same number on Linux and macOS

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return; // NTFS journals renames itself, and folders can't be flushed there.

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw Failure("open", folder);

        try
        {
            // Some network and user-space file systems can't flush folders; they make no promise that we could ask for.
            if (Fsync(descriptor) < 0 && Marshal.GetLastPInvokeError() != NotSupported)
                throw Failure("fsync", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string call, string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return new($"{call} failed for '{folder}': {new Win32Exception(error).Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
