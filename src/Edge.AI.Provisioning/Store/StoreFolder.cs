using System.Text;
using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>Makes the model folder, and tells backups that everything in it can be had again.</summary>
internal static class StoreFolder
{
    private const string TagName = "CACHEDIR.TAG";

    // The first line is fixed: https://bford.info/cachedir/
    private const string Tag = """
        Signature: 8a477f597d28d172789f06886806bc55
        # Models that Edge.AI downloaded. Programs that keep backups may leave this folder out: https://bford.info/cachedir/

        """;

    /// <summary>Marks only a folder that is new: one that its owner had before may hold things that no download brings back.</summary>
    public static void Prepare(string root)
    {
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
            return;

        Directory.CreateDirectory(root);
        WriteTag(Path.Combine(root, TagName));
        if (OperatingSystem.IsMacOS())
            BackupExclusion.Mark(root);
    }

    // Made anew or not at all: whatever somebody put there a moment ago is not ours to write to.
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
