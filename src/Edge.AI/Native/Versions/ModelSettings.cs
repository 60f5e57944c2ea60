namespace Edge.AI.Native.Versions;

/// <summary>How a model is loaded, for every version of llama.cpp.</summary>
internal sealed record ModelSettings
{
    /// <summary>Layers on a GPU; null for llama.cpp's default.</summary>
    public int? GpuLayers { get; init; }

    /// <summary>The GPU for data that is not split; null for llama.cpp's default.</summary>
    public int? MainGpu { get; init; }

    /// <summary>Whether the weights are mapped from the file, not copied, if the device supports it.</summary>
    public bool UseMemoryMapping { get; init; } = true;

    /// <summary>Whether the weights are locked in memory.</summary>
    public bool LockMemory { get; init; }

    /// <summary>Whether the vocabulary is loaded without the weights.</summary>
    public bool VocabularyOnly { get; init; }
}
