using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Edge.AI.Disk;

/// <summary>Excludes a folder from Time Machine, with the attribute that CSBackupSetItemExcluded sets.</summary>
internal static partial class BackupExclusion
{
    internal const string Attribute = "com.apple.metadata:com_apple_backup_excludeItem";

    /// <summary>The string "com.apple.backupd" as a binary property list: header, one object, its offset, trailer.</summary>
    internal static byte[] Value { get; } =
    [
        .. "bplist00"u8,
        0x5F, 0x10, 17, .. "com.apple.backupd"u8,
        8,
        0, 0, 0, 0, 0, 0, 1, 1,
        0, 0, 0, 0, 0, 0, 0, 1,
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 28,
    ];

    /// <summary>Errors are ignored: Time Machine does not copy volumes without attributes.</summary>
    [SupportedOSPlatform("macos")]
    public static void Mark(string folder) => _ = SetAttribute(folder, Attribute, Value, Value.Length, position: 0, options: 0);

    [LibraryImport("libc", EntryPoint = "setxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttribute(string path, string name, ReadOnlySpan<byte> value, nint size, uint position, int options);
}
