using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Edge.AI.Cli.Manifests;

/// <summary>Changes the owner and the group of a file. .NET can only change its mode.</summary>
internal static partial class FileOwner
{
    /// <returns>Whether the system allowed it. Only root can change the owner.</returns>
    [UnsupportedOSPlatform("windows")]
    public static bool TrySet(string path, uint owner, uint group) => ChangeOwner(path, owner, group) == 0;

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
