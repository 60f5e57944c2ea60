using System.Runtime.InteropServices;

namespace Edge.AI.Platform;

/// <summary>The user that this process runs as.</summary>
internal static partial class CurrentUser
{
    /// <summary>Whether files of an owner can be trusted: the owner is this user, or the administrator.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public static bool Trusts(uint owner) => owner == 0 || owner == EffectiveUser();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
