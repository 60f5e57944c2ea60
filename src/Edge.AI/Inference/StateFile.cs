using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Inference;

/// <summary>
/// Reads and writes the file of a state: a header, the tokens, and llama.cpp's bytes. The header has the key, the lengths, and a SHA-256 of everything else, because llama.cpp trusts
/// the bytes that it reads.
/// </summary>
internal static class StateFile
{
    /// <summary>The end of the names of complete files.</summary>
    public const string Ending = ".state";

    // Magic number (with the version), number of tokens, length of the state; then the key and the digest.
    private const int TokensAt = 8, LengthAt = 12, KeyAt = 20, DigestAt = KeyAt + StateKey.Length, HeaderLength = DigestAt + SHA256.HashSizeInBytes;
    private const int PieceLength = 1 << 20;

    /// <summary>Returns the name of a file. The full key and the tokens are inside, so a collision is only a miss.</summary>
    public static string NameOf(ReadOnlySpan<byte> key, ReadOnlySpan<int> tokens) =>
        $"{PrefixOf(key)}{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(tokens)).AsSpan(0, 10))}{Ending}";

    /// <summary>Returns the beginning of the names of all files with a key.</summary>
    public static string PrefixOf(ReadOnlySpan<byte> key) => $"{Convert.ToHexStringLower(key[..10])}-";

    /// <summary>Reads only the tokens. They are not verified.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or has another key.</exception>
    public static int[] ReadTokens(SafeFileHandle file, ReadOnlySpan<byte> key)
    {
        var tokens = new int[ReadHeader(file, key, stackalloc byte[HeaderLength]).Tokens];
        Fill(file, MemoryMarshal.AsBytes(tokens.AsSpan()), HeaderLength);
        return tokens;
    }

    /// <summary>Reads and verifies the file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or has another key.</exception>
    public static KeptSequence Read(SafeFileHandle file, ReadOnlySpan<byte> key)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        var (count, length) = ReadHeader(file, key, header);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header[..DigestAt]);
        var (tokens, state) = (new int[count], GC.AllocateUninitializedArray<byte>((int)length));
        Fill(file, MemoryMarshal.AsBytes(tokens.AsSpan()), HeaderLength, hash);
        Fill(file, state, HeaderLength + (long)count * sizeof(int), hash);
        return header[DigestAt..].SequenceEqual(hash.GetHashAndReset()) ? new(tokens, state) : throw new InvalidDataException("its digest does not match its content");
    }

    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> key, KeptSequence sequence)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        "EdgeAI\u0001\u0000"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[TokensAt..], sequence.Tokens.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[LengthAt..], sequence.State.Length);
        key.CopyTo(header[KeyAt..]);
        var tokens = MemoryMarshal.AsBytes(sequence.Tokens.AsSpan());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header[..DigestAt]);
        hash.AppendData(tokens);
        hash.AppendData(sequence.State);
        hash.GetHashAndReset(header[DigestAt..]);

        RandomAccess.Write(file, header, fileOffset: 0);
        RandomAccess.Write(file, tokens, HeaderLength);
        RandomAccess.Write(file, sequence.State, HeaderLength + tokens.Length);
    }

    private static (int Tokens, long State) ReadHeader(SafeFileHandle file, ReadOnlySpan<byte> key, Span<byte> header)
    {
        Fill(file, header, offset: 0);
        if (!header.StartsWith("EdgeAI\u0001\u0000"u8))
            throw new InvalidDataException("it does not begin like a file of this version");
        if (!header[KeyAt..DigestAt].SequenceEqual(key))
            throw new InvalidDataException("it belongs to another model, runtime or load option");

        var (tokens, state) = (BinaryPrimitives.ReadInt32LittleEndian(header[TokensAt..]), BinaryPrimitives.ReadInt64LittleEndian(header[LengthAt..]));
        var isPossible = tokens > 0 && state > 0 && state <= Array.MaxLength; // before the sum, which could overflow
        return isPossible && RandomAccess.GetLength(file) == HeaderLength + (long)tokens * sizeof(int) + state
            ? (tokens, state)
            : throw new InvalidDataException("its length does not match its header");
    }

    /// <summary>Reads in pieces, so that each is hashed while it is in the processor's cache.</summary>
    private static void Fill(SafeFileHandle file, Span<byte> buffer, long offset, IncrementalHash? hash = null)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var piece = buffer.Slice(filled, Math.Min(PieceLength, buffer.Length - filled));
            var read = RandomAccess.Read(file, piece, offset + filled);
            if (read == 0)
                throw new InvalidDataException("it is truncated");

            hash?.AppendData(piece[..read]);
            filled += read;
        }
    }
}
