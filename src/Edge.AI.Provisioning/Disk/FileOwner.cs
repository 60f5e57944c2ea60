using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Edge.AI.Disk;

/// <summary>Gives a file to a user and a group. .NET sets modes, not owners.</summary>
internal static partial class FileOwner
{
    /// <returns>Whether the system allowed it; only root may give files away.</returns>
    [UnsupportedOSPlatform("windows")]
    public static bool TrySet(string path, uint owner, uint group) => ChangeOwner(path, owner, group) == 0;

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
