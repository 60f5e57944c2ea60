namespace Edge.AI.Native.Versions;

/// <summary>How a context is created, for every version of llama.cpp. What is null has llama.cpp's default.</summary>
internal sealed record ContextSettings
{
    /// <summary>The most tokens of all sequences together.</summary>
    public uint? ContextSize { get; init; }

    /// <summary>The most tokens of a batch.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The most tokens that are computed at once. An encoder needs all tokens of a batch at once.</summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>Whether embeddings are computed.</summary>
    public bool? Embeds { get; init; }

    /// <summary>The number of sequences.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>The most tokens of a batch whose logits are computed.</summary>
    public int? MaxOutputs { get; init; }

    /// <summary>Threads for generation.</summary>
    public int? Threads { get; init; }

    /// <summary>Threads for prefill.</summary>
    public int? BatchThreads { get; init; }

    /// <summary><c>enum llama_flash_attn_type</c>: 1 on, 0 off, -1 llama.cpp's choice.</summary>
    public int? FlashAttention { get; init; }

    /// <summary><c>enum ggml_type</c> of keys and values in the cache.</summary>
    public int? CacheType { get; init; }

    /// <summary>Whether all sequences share one buffer.</summary>
    public bool? UnifiedCache { get; init; }
}
