using Edge.AI.Native;

namespace Edge.AI.Provisioning;

/// <summary>Writes that a reader sees wholly or not at all, also after a power cut.</summary>
internal static class DurableFile
{
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var draft = $"{path}.{Path.GetRandomFileName()}.new"; // Of this write alone: where locks do nothing, another process may write the same.
        using (var handle = File.OpenHandle(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            Checkpoint.Pass("draft made");
            RandomAccess.Write(handle, content, fileOffset: 0);
            RandomAccess.FlushToDisk(handle);
        }

        Checkpoint.Pass("draft flushed");
        File.Move(draft, path, overwrite: true);
        Checkpoint.Pass("draft renamed");
    }

    public static void FlushFolder(string folder)
    {
        FolderFlush.Flush(folder);
        Checkpoint.Pass("folder flushed");
    }
}
