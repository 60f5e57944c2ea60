namespace Edge.AI.Gguf;

/// <summary>
/// A metadata array: what it holds and where. Its elements stay in the file, since a vocabulary has hundreds of thousands;
/// <see cref="GgufHeader.ReadArray"/> fetches them.
/// </summary>
/// <param name="ElementType">The type of every element.</param>
/// <param name="Count">The number of elements.</param>
/// <param name="Offset">The first element's first byte, counted from the beginning of the file.</param>
internal sealed record GgufArray(GgufValueType ElementType, long Count, long Offset)
{
    /// <summary>More elements than any model has layers; arrays up to this length are kept if they hold integers.</summary>
    public const int MaxIntegersKept = 1024;

    /// <summary>The elements of a short array of integers, such as the heads of each layer; else null.</summary>
    public IReadOnlyList<long>? Integers { get; init; }
}
