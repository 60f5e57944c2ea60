using System.Collections;
using System.Runtime.InteropServices;

namespace Edge.AI.Store;

/// <summary>Divides a file into at most 1024 chunks, and knows which are present and their checksums on arrival.</summary>
internal sealed class ChunkMap
{
    public const int SmallestChunk = 64 * 1024;
    private const int MostChunks = 1024;

    private readonly BitArray _here;
    private readonly uint[] _checksums;

    public ChunkMap(long fileSize)
    {
        FileSize = fileSize;
        ChunkSize = SmallestChunk;
        while (fileSize > ChunkSize * MostChunks)
            ChunkSize *= 2;

        Count = (int)((fileSize + ChunkSize - 1) / ChunkSize);
        _here = new(Count);
        _checksums = new uint[Count];
    }

    /// <summary>Reads the map of a journal. Unreadable fields count as missing.</summary>
    public ChunkMap(long fileSize, string? here, string? checksums)
        : this(fileSize)
    {
        var bits = new byte[(Count + 7) / 8];
        if (here?.Length == bits.Length * 2 && Convert.FromHexString(here, bits, out _, out _) == System.Buffers.OperationStatus.Done)
            _here = new(bits) { Length = Count };
        Span<byte> sums = new byte[Count * sizeof(uint)];
        if (checksums is not null && Convert.TryFromBase64String(checksums, sums, out var length) && length == sums.Length)
            MemoryMarshal.Cast<byte, uint>(sums).CopyTo(_checksums);
    }

    public long FileSize { get; }

    public long ChunkSize { get; }

    public int Count { get; }

    public int IndexOf(long offset) => (int)(offset / ChunkSize);

    public long StartOf(int chunk) => chunk * ChunkSize;

    public long EndOf(int chunk) => Math.Min((chunk + 1) * ChunkSize, FileSize);

    public bool IsHere(int chunk) => _here[chunk];

    /// <summary>The checksum of a chunk on arrival; 0 if it is not known.</summary>
    public uint ChecksumOf(int chunk) => _checksums[chunk];

    public void Arrived(int chunk, uint checksum) => (_here[chunk], _checksums[chunk]) = (true, checksum);

    public void Clear()
    {
        _here.SetAll(false);
        Array.Clear(_checksums);
    }

    /// <summary>Keeps only the chunks that lie completely within the first bytes.</summary>
    public void Trust(long length)
    {
        for (var chunk = 0; chunk < Count; chunk++)
        {
            _here[chunk] = EndOf(chunk) <= length;
            if (!_here[chunk])
                _checksums[chunk] = 0;
        }
    }

    /// <summary>Removes the chunks that end after the file on disk.</summary>
    public void CutOff(long length)
    {
        for (var chunk = 0; chunk < Count; chunk++)
            _here[chunk] &= EndOf(chunk) <= length;
    }

    /// <summary>Returns the first missing byte at or after an offset.</summary>
    public long SkipHere(long offset)
    {
        while (offset < FileSize && _here[IndexOf(offset)])
            offset = EndOf(IndexOf(offset));

        return offset;
    }

    /// <summary>Returns the number of present bytes: the first ones, and the chunks after them.</summary>
    public long BytesHere(long first)
    {
        var bytes = first;
        for (var chunk = 0; chunk < Count; chunk++)
        {
            if (_here[chunk] && StartOf(chunk) >= first)
                bytes += EndOf(chunk) - StartOf(chunk);
        }

        return bytes;
    }

    public string HereText()
    {
        var bits = new byte[(Count + 7) / 8];
        _here.CopyTo(bits, 0);
        return Convert.ToHexStringLower(bits);
    }

    public string ChecksumText() => Convert.ToBase64String(MemoryMarshal.AsBytes<uint>(_checksums));
}
