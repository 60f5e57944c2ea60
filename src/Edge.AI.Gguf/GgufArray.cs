namespace Edge.AI.Gguf;

/// <summary>
/// Describes a metadata array. Its elements stay in the file, because a vocabulary has hundreds of thousands of them;
/// <see cref="GgufFile.ReadArray"/> reads them.
/// </summary>
public sealed class GgufArray
{
    /// <summary>More elements than any model has layers; arrays up to this length are kept if they hold integers.</summary>
    internal const int MaxIntegersKept = 1024;

    internal GgufArray(GgufValueType elementType, long count, long offset, IReadOnlyList<long>? integers = null) =>
        (ElementType, Count, Offset, Integers) = (elementType, count, offset, integers);

    /// <summary>Gets the type of every element.</summary>
    public GgufValueType ElementType { get; }

    /// <summary>Gets the number of elements.</summary>
    public long Count { get; }

    /// <summary>Gets the position of the first element's first byte, counted from the beginning of the file.</summary>
    public long Offset { get; }

    /// <summary>Gets the elements of an array of up to 1,024 integers, such as the number of heads in each layer.</summary>
    /// <value>The elements, or <see langword="null"/> if the array is longer or does not hold integers.</value>
    public IReadOnlyList<long>? Integers { get; }
}
