using System.Security.Cryptography;
using System.Text;

namespace Edge.AI.Testing;

/// <summary>The smallest valid GGUF file: one metadata entry and one tensor, whose bytes fill the file to the requested length.</summary>
public static class TinyModelBytes
{
    private const int Alignment = 32;
    private const uint StringType = 8, Int8Tensor = 24;

    /// <param name="length">The length of the file: a multiple of 32, at least 256.</param>
    /// <param name="seed">Files of different seeds have different tensors.</param>
    public static byte[] Of(int length, int seed = 1)
    {
        if (length < 256 || length % Alignment != 0)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"The length must be a multiple of {Alignment} and at least 256.");

        var header = Header(0).Length;
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes.AsSpan(header));
        Header(length - header).CopyTo(bytes, 0);
        return bytes;
    }

    /// <summary>Writes such a file of any length, whose tensor repeats a random mebibyte.</summary>
    /// <returns>Its SHA-256 in hexadecimal digits.</returns>
    public static string WriteFile(string path, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = File.Create(path);
        Put(Header(length - Header(0).Length));
        var block = new byte[1024 * 1024];
        new Random(1).NextBytes(block);
        while (stream.Length < length)
            Put(block.AsSpan(0, (int)Math.Min(block.Length, length - stream.Length)));

        return Convert.ToHexStringLower(hash.GetCurrentHash());

        void Put(ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes);
            hash.AppendData(bytes);
        }
    }

    private static byte[] Header(long tensorLength)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(1UL);
        writer.Write(1UL);
        Text(writer, "general.architecture");
        writer.Write(StringType);
        Text(writer, "llama");
        Text(writer, "filler");
        writer.Write(1u);
        writer.Write((ulong)tensorLength);
        writer.Write(Int8Tensor);
        writer.Write(0UL);
        writer.Write(new byte[(Alignment - (int)(stream.Length % Alignment)) % Alignment]);
        return stream.ToArray();
    }

    private static void Text(BinaryWriter writer, string text)
    {
        writer.Write((ulong)Encoding.UTF8.GetByteCount(text));
        writer.Write(Encoding.UTF8.GetBytes(text));
    }
}
