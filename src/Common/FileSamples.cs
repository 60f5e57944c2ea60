using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Common;

/// <summary>
/// Computes a digest over pieces of a file, spread evenly from its first byte to its last: at most 4 MiB. It detects another, truncated or half
/// copied file. It proves nothing about the bytes between the pieces, so it counts only if something else protects them.
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
