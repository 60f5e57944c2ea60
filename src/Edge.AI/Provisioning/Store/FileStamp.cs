using Edge.AI.Native;

namespace Edge.AI.Provisioning;

/// <summary>What tells a file from every later version of itself without reading it. Links are followed: the file is the one at their end.</summary>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedUtc">When its content was last written.</param>
/// <param name="Identity">Which file it is, and when anything about it last changed; null where the system doesn't tell.</param>
internal sealed record FileStamp(long Size, DateTime ModifiedUtc, FileIdentity? Identity)
{
    /// <returns>Null if the path leads to no file.</returns>
    public static FileStamp? Of(string path)
    {
        try
        {
            FileSystemInfo? info = new FileInfo(path);
            if (info.LinkTarget is not null)
                info = info.ResolveLinkTarget(returnFinalTarget: true);

            return info is FileInfo { Exists: true } file ? new(file.Length, file.LastWriteTimeUtc, FileIdentity.Of(file.FullName)) : null;
        }
        catch (Exception unreachable) when (unreachable is FileNotFoundException or DirectoryNotFoundException || IsCycle(unreachable))
        {
            return null; // It went meanwhile, or it is a link that leads nowhere.
        }
    }

    // Links in a circle: "too many levels of symbolic links" (ELOOP), and on Windows ERROR_CANT_RESOLVE_FILENAME.
    private static bool IsCycle(Exception fault) => fault is IOException { HResult: 40 or 62 or unchecked((int)0x80070781) };
}
