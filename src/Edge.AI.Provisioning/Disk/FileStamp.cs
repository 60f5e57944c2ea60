using Edge.AI.Common;

namespace Edge.AI.Disk;

/// <summary>Identifies a version of a file without reading it. Links are followed to the file at their end.</summary>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedUtc">When its content was last written.</param>
/// <param name="Identity">The file's identity and last change; null if the system does not report it.</param>
internal sealed record FileStamp(long Size, DateTime ModifiedUtc, FileIdentity? Identity)
{
    /// <returns>Null if there is no regular file at the path.</returns>
    public static FileStamp? Of(string path)
    {
        FileSystemInfo? info = new FileInfo(path);
        var isLink = info.LinkTarget is not null;
        try
        {
            if (isLink)
                info = info.ResolveLinkTarget(returnFinalTarget: true);

            return info is FileInfo { Exists: true } file && FileIdentity.Of(file.FullName) is var identity && identity is not { IsRegularFile: false }
                ? new(file.Length, file.LastWriteTimeUtc, identity)
                : null;
        }
        catch (IOException gone) when (isLink || gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // The file was deleted at this moment, or the link has no target or is circular.
        }
    }
}
