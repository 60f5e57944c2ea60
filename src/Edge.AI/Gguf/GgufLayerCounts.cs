namespace Edge.AI.Gguf;

/// <summary>A number that a model has once for all layers, or once for each.</summary>
internal sealed class GgufLayerCounts(params int[] counts)
{
    /// <summary>The number of a layer, from 0.</summary>
    public int this[int layer] => counts.Length == 1 ? counts[0] : counts[layer];

    /// <summary>The largest of all layers.</summary>
    public int Max => counts.Max();
}
