using Edge.AI.Common;

namespace Edge.AI.Cli.Manifests;

/// <summary>
/// Writes a file that belongs to the user. Only its content changes: a link stays a link, and owner, group and mode are kept.
/// </summary>
internal static class UserFile
{
    /// <summary>Returns whether the file exists. A link without a target does not count.</summary>
    public static bool Exists(string path) => Resolved(path).Exists;

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var file = Resolved(path);
        if (!file.Exists)
        {
            WriteDraft(file.FullName, content);
            return;
        }

        var draft = Path.Combine(file.DirectoryName!, $".{Path.GetRandomFileName()}.new");
        try
        {
            if (TryDraft(draft, file.FullName, content))
                File.Move(draft, file.FullName, overwrite: true);
            else
                Overwrite(file.FullName, content);
        }
        finally
        {
            File.Delete(draft); // It exists only if the rename failed.
        }
    }

    private static FileInfo Resolved(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        return file.LinkTarget is null ? file : (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
    }

    /// <returns>Whether the draft has the owner, group and mode of the file, so that it can replace it.</returns>
    private static bool TryDraft(string draft, string path, ReadOnlySpan<byte> content)
    {
        try
        {
            if (OperatingSystem.IsWindows() || FileIdentity.Of(path) is not { Links: 1 } identity)
                return false; // On Windows a file has access lists and streams, which a draft would lose. A file with several names must change under all of them.

            var mode = File.GetUnixFileMode(path);
            WriteDraft(draft, content);
            var isOurs = FileIdentity.Of(draft) is { } made && made.Owner == identity.Owner && made.Group == identity.Group;
            if (!isOurs && !FileOwner.TrySet(draft, identity.Owner, identity.Group))
                return false;

            File.SetUnixFileMode(draft, mode);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false; // This user can write the file, but not its folder.
        }
    }

    private static void WriteDraft(string path, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, content, fileOffset: 0);
        RandomAccess.FlushToDisk(file);
    }

    private static void Overwrite(string path, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.Write(file, content, fileOffset: 0);
        RandomAccess.SetLength(file, content.Length);
        RandomAccess.FlushToDisk(file);
    }
}
