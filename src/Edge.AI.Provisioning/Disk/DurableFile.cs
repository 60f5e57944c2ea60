using Microsoft.Extensions.Logging;

namespace Edge.AI.Disk;

/// <summary>Writes that a reader sees wholly or not at all, also after a power cut.</summary>
internal static class DurableFile
{
    /// <summary>The end of the names of drafts.</summary>
    public const string DraftEnding = ".new";

    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var draft = DraftBeside(path);
        try
        {
            Write(draft, content);
            Checkpoint.Pass("draft flushed");
            Rename.Move(draft, path);
            Checkpoint.Pass("draft renamed");
        }
        catch
        {
            File.Delete(draft); // A full disk has no room for what nobody will read.
            throw;
        }
    }

    /// <summary>
    /// A name of this write alone: where locks do nothing, another process may write the same file. It does not contain the file's name,
    /// which may be as long as a name can be.
    /// </summary>
    public static string DraftBeside(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetRandomFileName()}{DraftEnding}");

    /// <exception cref="IOException">The volume failed, or is full.</exception>
    public static void FlushFolder(string folder, ILogger logger)
    {
        if (FolderFlush.Flush(folder) is { } problem)
            DiskLog.FolderNotFlushed(logger, folder, problem);

        Checkpoint.Pass("folder flushed");
    }

    private static void Write(string draft, ReadOnlySpan<byte> content)
    {
        using var handle = File.OpenHandle(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Checkpoint.Pass("draft made");
        RandomAccess.Write(handle, content, fileOffset: 0);
        RandomAccess.FlushToDisk(handle);
    }
}
