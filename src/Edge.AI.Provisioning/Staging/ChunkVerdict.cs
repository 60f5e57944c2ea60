using Edge.AI.Disk;
using Edge.AI.Store;

namespace Edge.AI.Staging;

/// <summary>Finds out why a file has the wrong digest: its chunks are read again and compared with their checksums on arrival.</summary>
internal static class ChunkVerdict
{
    private const int MostNamed = 8;

    /// <returns>A sentence with the cause; null if it is not known.</returns>
    public static string? Of(FilePlace place)
    {
        if (SmallJsonFile.Read(place.Journal, StoreJson.Default.StagingJournal) is not { Checksums: { } checksums } journal || !journal.Describes(place.File))
            return null;

        var chunks = new ChunkMap(journal.Size, journal.Chunks, checksums);
        var all = Enumerable.Range(0, chunks.Count).ToList();
        var changed = Changed(place.Partial, chunks, all).ToList();
        return changed.Count > 0 ? $"The disk changed {Names(changed)} of {chunks.Count} ({chunks.ChunkSize} bytes each) after they had arrived."
            : all.TrueForAll(chunk => chunks.ChecksumOf(chunk) != 0) ? "The disk still has what arrived: the server sent other bytes."
            : null;
    }

    private static IEnumerable<int> Changed(string path, ChunkMap chunks, IEnumerable<int> all)
    {
        using var file = File.OpenHandle(path);
        var buffer = new byte[ChunkMap.SmallestChunk];
        foreach (var chunk in all.Where(chunk => chunks.ChecksumOf(chunk) != 0))
        {
            var checksum = new ChunkChecksum();
            for (var at = chunks.StartOf(chunk); at < chunks.EndOf(chunk);)
            {
                var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, chunks.EndOf(chunk) - at)), at);
                if (read == 0)
                    break;

                checksum.Append(buffer.AsSpan(0, read));
                at += read;
            }

            if (checksum.Value != chunks.ChecksumOf(chunk))
                yield return chunk + 1; // Numbers in messages start at 1.
        }
    }

    private static string Names(List<int> chunks) =>
        chunks is [var only] ? $"chunk {only}"
        : chunks.Count > MostNamed ? $"chunks {string.Join(", ", chunks.Take(MostNamed))} and {chunks.Count - MostNamed} more"
        : $"chunks {string.Join(", ", chunks.SkipLast(1))} and {chunks[^1]}";
}
