namespace Edge.AI.Disk;

/// <summary>What tells a file from every later version of itself without reading it. Links are followed: the file is the one at their end.</summary>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedUtc">When its content was last written.</param>
/// <param name="Identity">Which file it is, and when anything about it last changed; null where the system doesn't tell.</param>
internal sealed record FileStamp(long Size, DateTime ModifiedUtc, FileIdentity? Identity)
{
    /// <returns>Null if the path leads to no file; a pipe or a device is none.</returns>
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
            return null; // It went meanwhile, or it is a link that leads nowhere or in a circle.
        }
    }
}
