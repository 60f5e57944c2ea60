using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>Which file a path leads to, and on which volume: a copy with the same length and time is another one.</summary>
/// <param name="Device">The volume.</param>
/// <param name="Inode">The file's number there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint WantsInode = 0x100; // STATX_INO

    /// <summary>Null if there is no such file or the system doesn't tell; only Linux does so far.</summary>
    public static FileIdentity? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;

        try
        {
            return Statx(CurrentFolder, path, flags: 0, WantsInode, out var status) == 0
                ? new(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode)
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // C libraries have it since 2018 (glibc 2.28) and 2020 (musl 1.2.0).
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out Status status);

    /// <summary>The kernel's struct statx, the same on every processor (https://man7.org/linux/man-pages/man2/statx.2.html).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
