using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Disk;

/// <summary>
/// A digest over pieces of a file, evenly spread from its first byte to its last: 4 MiB at most, read in milliseconds. It shows another, cut off or half
/// copied file; it proves nothing about the bytes between, so that it counts only where something else guards those.
/// </summary>
internal static class FileSamples
{
    private const int Pieces = 64, PieceSize = 64 * 1024;

    public static string DigestOf(string path)
    {
        using var file = File.OpenHandle(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = RandomAccess.GetLength(file);
        var buffer = new byte[PieceSize];
        foreach (var offset in Offsets(length))
            hash.AppendData(buffer, 0, Fill(file, buffer, offset));

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<long> Offsets(long length)
    {
        if (length <= Pieces * PieceSize)
            return Enumerable.Range(0, (int)((length + PieceSize - 1) / PieceSize)).Select(piece => (long)piece * PieceSize);

        var last = length - PieceSize;
        return Enumerable.Range(0, Pieces).Select(piece => (long)((decimal)last * piece / (Pieces - 1)));
    }

    private static int Fill(SafeFileHandle file, byte[] buffer, long offset)
    {
        var filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(file, buffer.AsSpan(filled), offset + filled) is > 0 and var read)
            filled += read;

        return filled;
    }
}
