using Microsoft.Extensions.Logging;

namespace Edge.AI.Disk;

/// <summary>Writes files atomically: a reader sees the old or the new content, also after a power failure.</summary>
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
            File.Delete(draft); // A full disk needs the room.
            throw;
        }
    }

    /// <summary>
    /// Returns a unique name, because without working locks another process may write the same file. It does not contain the file's name,
    /// which may already have the maximum length.
    /// </summary>
    public static string DraftBeside(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetRandomFileName()}{DraftEnding}");

    /// <exception cref="IOException">The volume failed or is full.</exception>
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
