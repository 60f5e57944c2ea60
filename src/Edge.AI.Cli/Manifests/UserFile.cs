using Edge.AI.Disk;

namespace Edge.AI.Cli.Manifests;

/// <summary>
/// Writes a file that belongs to the user: it stays what it was in all but its content. A link stays a link, and owner, group and mode stay.
/// </summary>
internal static class UserFile
{
    /// <summary>Whether there is a file, also at the end of a link; a link that leads nowhere yet is none.</summary>
    public static bool Exists(string path) => Resolved(path).Exists;

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var file = Resolved(path);
        if (!file.Exists)
        {
            DurableFile.Replace(file.FullName, content);
            return;
        }

        var draft = DurableFile.DraftBeside(file.FullName);
        try
        {
            if (TryDraft(draft, file.FullName, content))
                Rename.Move(draft, file.FullName);
            else
                Overwrite(file.FullName, content);
        }
        finally
        {
            File.Delete(draft); // There only if the rename failed.
        }
    }

    private static FileInfo Resolved(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        return file.LinkTarget is null ? file : (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
    }

    /// <returns>Whether the draft can take the file's place without anybody noticing.</returns>
    private static bool TryDraft(string draft, string path, ReadOnlySpan<byte> content)
    {
        try
        {
            if (OperatingSystem.IsWindows() || FileIdentity.Of(path) is not { Links: 1 } identity)
                return false; // Windows keeps access lists and streams with the file; a file with several names is to change under all of them.

            var mode = File.GetUnixFileMode(path);
            using (var handle = File.OpenHandle(draft, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(handle, content, fileOffset: 0);
                RandomAccess.FlushToDisk(handle);
            }

            var isOurs = FileIdentity.Of(draft) is { } made && made.Owner == identity.Owner && made.Group == identity.Group;
            if (!isOurs && !FileOwner.TrySet(draft, identity.Owner, identity.Group))
                return false;

            File.SetUnixFileMode(draft, mode);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false; // A folder that this user may not write, with a file in it that they may.
        }
    }

    private static void Overwrite(string path, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.Write(file, content, fileOffset: 0);
        RandomAccess.SetLength(file, content.Length);
        RandomAccess.FlushToDisk(file);
    }
}
