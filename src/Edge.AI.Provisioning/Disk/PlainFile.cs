using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Disk;

/// <summary>
/// Opens files that this library makes, in folders where others may put something in their place: a link to a file of the user's, a second name of one
/// (a hard link), a pipe. Writing to those would change what is not ours.
/// </summary>
internal static partial class PlainFile
{
    private const int ReadOnly = 0, ReadWrite = 2; // O_RDONLY, O_RDWR
    private const int NoPermission = 1, NoEntry = 2, Interrupted = 4, AccessDenied = 13; // EPERM, ENOENT, EINTR, EACCES, alike on Linux and macOS

    private static readonly int TooManyLinks = OperatingSystem.IsMacOS() ? 62 : 40; // ELOOP, which O_NOFOLLOW answers a link with

    /// <summary>Opens the file for reading and writing, and makes it if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What Windows allows others meanwhile; elsewhere locks are a step of their own.</param>
    /// <returns>The file; null if something else is in its place: a link, a file with further names, or no regular file.</returns>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static SafeFileHandle? OpenOrCreate(string path, FileShare share = FileShare.ReadWrite | FileShare.Delete)
    {
        while (true)
        {
            try
            {
                return Open(path, ReadWrite, share);
            }
            catch (FileNotFoundException)
            {
                TryCreate(path);
            }
        }
    }

    /// <summary>Opens an existing file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <returns>As above.</returns>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static SafeFileHandle? OpenExisting(string path) => Open(path, ReadOnly, FileShare.ReadWrite | FileShare.Delete);

    // CreateNew never follows a link (O_EXCL), and somebody else may be first.
    private static void TryCreate(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
        catch (IOException) when (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            // It is there now; what it is, opening it shows.
        }
    }

    private static SafeFileHandle? Open(string path, int access, FileShare share)
    {
        var file = OperatingSystem.IsWindows() ? OpenOnWindows(path, access, share) : OpenOnUnix(path, access);
        if (file is null || IsPlain(file))
            return file;

        file.Dispose();
        return null;
    }

    private static bool IsPlain(SafeFileHandle file) => OperatingSystem.IsWindows()
        ? !GetFileInformation(file, out var information) || information.Links <= 1
        : FileIdentity.Of(file) is not { } identity || (identity.IsRegularFile && identity.Links <= 1);

    private static SafeFileHandle? OpenOnWindows(string path, int access, FileShare share) => new FileInfo(path) is { Exists: true } info && info.Attributes.HasFlag(FileAttributes.ReparsePoint)
        ? null
        : File.OpenHandle(path, FileMode.Open, access == ReadOnly ? FileAccess.Read : FileAccess.ReadWrite, share);

    private static SafeFileHandle? OpenOnUnix(string path, int access)
    {
        int descriptor, error;
        do
        {
            descriptor = OpenFile(path, access | Flags());
            error = Marshal.GetLastPInvokeError();
        }
        while (descriptor < 0 && error == Interrupted);

        if (descriptor >= 0)
            return new(descriptor, ownsHandle: true);

        if (error == TooManyLinks)
            return null;

        var message = $"{new Win32Exception(error).Message}: '{path}'";
        throw error switch
        {
            NoEntry => new FileNotFoundException(message, path),
            NoPermission or AccessDenied => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    /// <summary>O_NOFOLLOW, O_CLOEXEC and O_NONBLOCK, so that a pipe does not wait for its other end.</summary>
    private static int Flags()
    {
        if (OperatingSystem.IsMacOS())
            return 0x100 | 0x1000000 | 0x4;

        // The kernel's headers differ by processor: include/uapi/asm-generic/fcntl.h, arch/arm*/include/uapi/asm/fcntl.h, arch/powerpc/include/uapi/asm/fcntl.h.
        var noFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Armv6 or Architecture.Ppc64le ? 0x8000 : 0x20000;
        return noFollow | 0x80000 | 0x800;
    }

    // Without O_CREAT, so without the mode: a variable argument, which goes elsewhere than a fixed one on some processors.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetFileInformation(SafeFileHandle file, out WindowsInformation information);

    /// <summary>BY_HANDLE_FILE_INFORMATION: thirteen words of 32 bits.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 52)]
    private struct WindowsInformation
    {
        [FieldOffset(40)]
        public uint Links;
    }
}
