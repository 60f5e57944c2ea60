namespace Edge.AI.Gguf;

/// <summary>Describes a tensor: where its numbers are and what they form.</summary>
public sealed class GgufTensor
{
    internal GgufTensor(string name, IReadOnlyList<long> dimensions, GgmlType type, long offset, long byteLength) =>
        (Name, Dimensions, Type, Offset, ByteLength) = (name, dimensions, type, offset, byteLength);

    /// <summary>Gets the name, for example <c>blk.0.attn_q.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the number of elements in each dimension, the length of a row first.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>Gets the format in which the numbers are stored.</summary>
    public GgmlType Type { get; }

    /// <summary>Gets the position of the first byte, counted from <see cref="GgufFile.DataOffset"/>.</summary>
    public long Offset { get; }

    /// <summary>Gets the length in bytes, without the padding behind it.</summary>
    public long ByteLength { get; }
}
