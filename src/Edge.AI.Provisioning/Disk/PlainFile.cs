using System.ComponentModel;
using System.Runtime.InteropServices;
using Edge.AI.Common;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Disk;

/// <summary>
/// Opens files of this library in folders where other programs can replace them by a link, a hard link or a pipe. Writing to those would change a file
/// that does not belong to this library.
/// </summary>
internal static partial class PlainFile
{
    private const int ReadOnly = 0, ReadWrite = 2; // O_RDONLY, O_RDWR
    private const int NoPermission = 1, NoEntry = 2, Interrupted = 4, AccessDenied = 13; // EPERM, ENOENT, EINTR, EACCES, alike on Linux and macOS

    private static readonly int TooManyLinks = OperatingSystem.IsMacOS() ? 62 : 40; // ELOOP, which O_NOFOLLOW answers a link with

    /// <summary>Opens the file for reading and writing, and creates it if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What Windows allows other programs; other systems ignore it.</param>
    /// <returns>The file; null if it is a link, a file with several names, or not a regular file.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This user has no permission.</exception>
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
    /// <returns>The file; null if it is not a plain file.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This user has no permission.</exception>
    public static SafeFileHandle? OpenExisting(string path) => Open(path, ReadOnly, FileShare.ReadWrite | FileShare.Delete);

    // CreateNew never follows a link (O_EXCL). Another process may create the file first.
    private static void TryCreate(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
        catch (IOException) when (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            // It exists now. Opening it shows what it is.
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

    /// <summary>O_NOFOLLOW, O_CLOEXEC and O_NONBLOCK. With the last, opening a pipe does not block.</summary>
    private static int Flags()
    {
        if (OperatingSystem.IsMacOS())
            return 0x100 | 0x1000000 | 0x4;

        // The kernel's headers differ by processor: include/uapi/asm-generic/fcntl.h, arch/arm*/include/uapi/asm/fcntl.h, arch/powerpc/include/uapi/asm/fcntl.h.
        var noFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm or Architecture.Armv6 or Architecture.Ppc64le ? 0x8000 : 0x20000;
        return noFollow | 0x80000 | 0x800;
    }

    // Without O_CREAT there is no mode, a variable argument that some processors pass differently from a fixed one.
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
