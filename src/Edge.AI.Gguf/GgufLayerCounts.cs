namespace Edge.AI.Gguf;

/// <summary>A number that a model has once for all layers, or once for each layer.</summary>
public sealed class GgufLayerCounts
{
    private readonly int[] _counts;

    internal GgufLayerCounts(params int[] counts) => _counts = counts;

    /// <summary>Gets the number of a layer.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public int this[int layer] => _counts.Length == 1 ? _counts[0] : _counts[layer];

    /// <summary>Gets the largest number of all layers.</summary>
    public int Max => _counts.Max();
}
