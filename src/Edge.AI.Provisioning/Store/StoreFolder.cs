using System.Text;
using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>Creates the model folder, and excludes it from backups, because its content can be downloaded again.</summary>
internal static class StoreFolder
{
    private const string TagName = "CACHEDIR.TAG";

    // The first line is fixed: https://bford.info/cachedir/
    private const string Tag = """
        Signature: 8a477f597d28d172789f06886806bc55
        # Models that Edge.AI downloaded. Programs that keep backups may leave this folder out: https://bford.info/cachedir/

        """;

    /// <summary>Marks only a new folder. An existing one may contain files that cannot be downloaded again.</summary>
    /// <exception cref="ModelStorageException">A file is in its place.</exception>
    public static void Prepare(string root)
    {
        if (File.Exists(root))
            throw new ModelStorageException(root, "is a file, but models need a folder.", "Set EdgeAI:ModelDirectory to a folder, or move the file.");
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
            return;

        Directory.CreateDirectory(root);
        WriteTag(Path.Combine(root, TagName));
        if (OperatingSystem.IsMacOS())
            BackupExclusion.Mark(root);
    }

    // Only a new file is written. A file that another program has just created is not overwritten.
    private static void WriteTag(string path)
    {
        try
        {
            using var tag = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            tag.Write(Encoding.ASCII.GetBytes(Tag.ReplaceLineEndings("\n")));
        }
        catch (IOException) when (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            // Another process was first.
        }
    }
}
