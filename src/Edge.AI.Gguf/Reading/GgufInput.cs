using System.Buffers.Binary;
using System.Text;

namespace Edge.AI.Gguf.Reading;

/// <summary>
/// Reads the bytes of a file in order. A read beyond the end of the file is reported as damage,
/// and no memory is allocated for bytes that the file cannot have.
/// </summary>
internal sealed class GgufInput(Stream stream, long length, string fileName, long position = 0)
{
    /// <summary>The limit for all keys, names and string values together. The largest real files (with a tokenizer as JSON) stay below half of it.</summary>
    public const int MaxTextBytes = 64 * 1024 * 1024;

    private const string DamagedHint = "The file is damaged or was written by a faulty tool: delete it and download it again, or convert the model again.";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _bufferStart;
    private int _bufferEnd;
    private long _textBytes;

    public string FileName => fileName;

    /// <summary>Gets or sets the place for error messages, as the end of "ends in the middle of …".</summary>
    public string Place { get; set; } = "its header";

    public long Length => length;

    public long Position { get; private set; } = position;

    /// <summary>Returns the next bytes without consuming them; fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_bufferEnd - _bufferStart < count && Fill())
        {
        }

        return _buffer.AsSpan(_bufferStart, Math.Min(count, _bufferEnd - _bufferStart));
    }

    /// <summary>Reads a number, <see cref="bool"/> or <see cref="string"/>.</summary>
    public object ReadValue(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 => Take(1)[0],
        GgufValueType.Int8 => (sbyte)Take(1)[0],
        GgufValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        GgufValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Take(2)),
        GgufValueType.UInt32 => ReadUInt32(),
        GgufValueType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
        GgufValueType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(Take(4)),
        GgufValueType.Bool => ReadBool(),
        GgufValueType.String => ReadText(),
        GgufValueType.UInt64 => ReadUInt64(),
        GgufValueType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Take(8)),
        GgufValueType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
        _ => throw Invalid($"has the value type {(uint)type} in {Place}, which GGUF does not have"),
    };

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>Reads a text for people or templates. Invalid UTF-8 becomes U+FFFD, because tokens can hold parts of a character.</summary>
    public string ReadText() => Encoding.UTF8.GetString(TakeText(MaxTextBytes));

    /// <summary>Reads the bytes of a text, each as the character of that number.</summary>
    public string ReadBytes() => Encoding.Latin1.GetString(TakeText(MaxTextBytes));

    /// <summary>Reads a key or a name: 1 to <paramref name="maxBytes"/> bytes of UTF-8.</summary>
    public string ReadName(int maxBytes)
    {
        var bytes = TakeText(maxBytes);
        if (bytes.IsEmpty)
            throw Invalid($"has an empty name in {Place}");

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid($"has a name that is not UTF-8 in {Place}");
        }
    }

    /// <summary>Reads the bytes of a text, which stay valid until the next read.</summary>
    public ReadOnlySpan<byte> TakeText(int maxBytes)
    {
        var count = ReadUInt64();
        Require(count);
        if (count > (ulong)maxBytes || (_textBytes += (long)count) > MaxTextBytes)
            throw Invalid($"has more text in {Place} than the limit of {(count > (ulong)maxBytes ? maxBytes : MaxTextBytes)} bytes");

        return Take((int)count);
    }

    public void SkipText() => Skip(ReadUInt64());

    public void Skip(ulong count)
    {
        Require(count);
        Position += (long)count;

        var buffered = (int)Math.Min(count, (ulong)(_bufferEnd - _bufferStart));
        _bufferStart += buffered;
        var rest = (long)count - buffered;
        if (rest > 0 && stream.CanSeek)
            stream.Seek(rest, SeekOrigin.Current);
        else
            Discard(rest);
    }

    public GgufException Invalid(string problem, string hint = DamagedHint) => new(fileName, problem + ".", hint);

    private bool ReadBool() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        var other => throw Invalid($"has {other} for a Boolean in {Place}"),
    };

    private ReadOnlySpan<byte> Take(int count)
    {
        Require((ulong)count);
        Position += count;
        if (count > _buffer.Length)
            return TakeLarge(count);

        if (Peek(count).Length < count)
            throw Truncated();

        _bufferStart += count;
        return _buffer.AsSpan(_bufferStart - count, count);
    }

    private byte[] TakeLarge(int count)
    {
        var bytes = new byte[count];
        var buffered = _bufferEnd - _bufferStart;
        _buffer.AsSpan(_bufferStart, buffered).CopyTo(bytes);
        _bufferStart = _bufferEnd;
        return stream.ReadAtLeast(bytes.AsSpan(buffered), count - buffered, throwOnEndOfStream: false) == count - buffered
            ? bytes
            : throw Truncated();
    }

    private void Discard(long count)
    {
        while (count > 0)
        {
            if (_bufferStart == _bufferEnd && !Fill())
                throw Truncated();

            var passed = (int)Math.Min(count, _bufferEnd - _bufferStart);
            _bufferStart += passed;
            count -= passed;
        }
    }

    private bool Fill()
    {
        _buffer.AsSpan(_bufferStart, _bufferEnd - _bufferStart).CopyTo(_buffer);
        (_bufferStart, _bufferEnd) = (0, _bufferEnd - _bufferStart);
        var read = stream.Read(_buffer.AsSpan(_bufferEnd));
        _bufferEnd += read;
        return read > 0;
    }

    private void Require(ulong count)
    {
        if (Position > length || count > (ulong)(length - Position))
            throw Truncated();
    }

    private GgufException Truncated() => Invalid(
        $"ends in the middle of {Place}",
        "The file is incomplete or damaged: delete it and download it again.");
}
