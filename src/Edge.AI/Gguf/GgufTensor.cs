namespace Edge.AI.Gguf;

/// <summary>One tensor of a file: where its numbers are and what they form.</summary>
/// <param name="Name">Its name, for example <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Dimensions">Elements per dimension, the length of a row first.</param>
/// <param name="Type">How the numbers are stored.</param>
/// <param name="Offset">Its first byte, counted from <see cref="GgufHeader.DataOffset"/>.</param>
/// <param name="ByteLength">Its length in bytes, without the padding behind it.</param>
internal sealed record GgufTensor(string Name, IReadOnlyList<long> Dimensions, GgmlType Type, long Offset, long ByteLength);
