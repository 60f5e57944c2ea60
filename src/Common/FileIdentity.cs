using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Common;

/// <summary>The identity of a file, links followed, and the properties that only its owner can change.</summary>
/// <param name="Device">The volume.</param>
/// <param name="Inode">The number of the file on the volume. A copy has another number.</param>
/// <param name="Changed">When content, owner, mode or names last changed, in nanoseconds since 1970. No program can set it.</param>
/// <param name="Owner">The user that owns the file.</param>
/// <param name="Group">The group that owns the file.</param>
/// <param name="Mode">Kind and permissions (<c>st_mode</c>).</param>
/// <param name="Links">The number of names of the file.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode, long Changed, uint Owner, uint Group, uint Mode, uint Links)
{
    private const uint KindMask = 0xF000, RegularFile = 0x8000, WritableByOthers = 0x12; // S_IFMT, S_IFREG, S_IWGRP | S_IWOTH

    public bool IsRegularFile => (Mode & KindMask) == RegularFile;

    /// <summary>Whether users other than the owner can change the content.</summary>
    public bool IsWritableByOthers => (Mode & WritableByOthers) != 0;

    /// <summary>Null if there is no such file, or the system does not report it. Linux and macOS do.</summary>
    public static FileIdentity? Of(string path) =>
        OperatingSystem.IsLinux() ? LinuxStatus.Of(path) : OperatingSystem.IsMacOS() ? MacStatus.Of(path) : null;

    /// <summary>Returns the identity of an open file.</summary>
    public static FileIdentity? Of(SafeFileHandle file) =>
        OperatingSystem.IsLinux() ? LinuxStatus.Of(file) : OperatingSystem.IsMacOS() ? MacStatus.Of(file) : null;

    private static long Nanoseconds(long seconds, long nanoseconds) => unchecked((seconds * 1_000_000_000) + nanoseconds);

    /// <summary>The kernel's struct statx, the same on every processor (https://man7.org/linux/man-pages/man2/statx.2.html).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private partial struct LinuxStatus
    {
        private const int CurrentFolder = -100, EmptyPath = 0x1000; // AT_FDCWD, AT_EMPTY_PATH
        private const uint BasicStats = 0x7FF; // STATX_BASIC_STATS

        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;

        private readonly FileIdentity Identity =>
            new(((ulong)DeviceMajor << 32) | DeviceMinor, Inode, Nanoseconds(ChangedSeconds, ChangedNanoseconds), Owner, Group, Mode, Links);

        public static FileIdentity? Of(string path)
        {
            try
            {
                return Statx(CurrentFolder, path, flags: 0, BasicStats, out var status) == 0 ? status.Identity : null;
            }
            catch (EntryPointNotFoundException)
            {
                return null; // C libraries have it since 2018 (glibc 2.28) and 2020 (musl 1.2.0).
            }
        }

        public static FileIdentity? Of(SafeFileHandle file)
        {
            try
            {
                return Statx(file, "", EmptyPath, BasicStats, out var status) == 0 ? status.Identity : null;
            }
            catch (EntryPointNotFoundException)
            {
                return null; // As above.
            }
        }

        [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int Statx(int folder, string path, int flags, uint mask, out LinuxStatus status);

        [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int Statx(SafeFileHandle file, string path, int flags, uint mask, out LinuxStatus status);
    }

    /// <summary>Darwin's struct stat with 64-bit inodes (sys/stat.h), the same on both processors.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private partial struct MacStatus
    {
        [FieldOffset(0)]
        public int Device;

        [FieldOffset(4)]
        public ushort Mode;

        [FieldOffset(6)]
        public ushort Links;

        [FieldOffset(8)]
        public ulong Inode;

        [FieldOffset(16)]
        public uint Owner;

        [FieldOffset(20)]
        public uint Group;

        [FieldOffset(64)]
        public long ChangedSeconds;

        [FieldOffset(72)]
        public long ChangedNanoseconds;

        private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

        private readonly FileIdentity Identity =>
            new(unchecked((uint)Device), Inode, Nanoseconds(ChangedSeconds, ChangedNanoseconds), Owner, Group, Mode, Links);

        public static FileIdentity? Of(string path) => (IsArm ? Stat(path, out var status) : Stat64(path, out status)) == 0 ? status.Identity : null;

        public static FileIdentity? Of(SafeFileHandle file) => (IsArm ? Fstat(file, out var status) : Fstat64(file, out status)) == 0 ? status.Identity : null;

        [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int Stat(string path, out MacStatus status);

        [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int Stat64(string path, out MacStatus status);

        [LibraryImport("libc", EntryPoint = "fstat")]
        private static partial int Fstat(SafeFileHandle file, out MacStatus status);

        [LibraryImport("libc", EntryPoint = "fstat$INODE64")]
        private static partial int Fstat64(SafeFileHandle file, out MacStatus status);
    }
}
