namespace Edge.AI.Inference;

/// <summary>An adapter's file and how strongly it applies.</summary>
internal sealed record LoraWeights(string Path, float Scale);

/// <summary>Adapters in their order. Two lists with equal adapters are equal, so that options can be compared.</summary>
internal sealed class LoraWeightsList(IEnumerable<LoraWeights> adapters) : IEquatable<LoraWeightsList>
{
    public static LoraWeightsList None { get; } = new([]);

    public IReadOnlyList<LoraWeights> Items { get; } = [.. adapters];

    public bool Equals(LoraWeightsList? other) => other is not null && Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => Equals(obj as LoraWeightsList);

    public override int GetHashCode() => Items.Aggregate(0, HashCode.Combine);
}
