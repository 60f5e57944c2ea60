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
            RandomAccess.Write(handle, content, fileOffset: 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(draft, path, overwrite: true);
    }

    public static void FlushFolder(string folder) => FolderFlush.Flush(folder);
}
