using System.Text;

namespace Edge.AI.Gguf.Tests;

/// <summary>Headers put together field by field, so that each field can be wrong.</summary>
internal sealed class GgufBytes
{
    private readonly List<byte> _bytes = [];

    public static GgufBytes Header(ulong tensors = 0, ulong keys = 0, uint version = 3) =>
        new GgufBytes().Raw("GGUF"u8).U32(version).U64(tensors).U64(keys);

    public GgufBytes Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public GgufBytes U32(uint value) => Raw(BitConverter.GetBytes(value));

    public GgufBytes U64(ulong value) => Raw(BitConverter.GetBytes(value));

    public GgufBytes Text(string text) => U64((ulong)Encoding.UTF8.GetByteCount(text)).Raw(Encoding.UTF8.GetBytes(text));

    public GgufBytes Tensor(string name, ulong[] dimensions, GgmlType type, ulong offset)
    {
        Text(name).U32((uint)dimensions.Length);
        foreach (var dimension in dimensions)
            U64(dimension);

        return U32((uint)type).U64(offset);
    }

    public byte[] ToArray() => [.. _bytes];

    public GgufFile Read() => Read(ToArray());

    public static GgufFile Read(byte[] bytes) => GgufFile.Read(new MemoryStream(bytes), bytes.Length, "model.gguf");
}
