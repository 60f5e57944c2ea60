namespace Edge.AI.Inference;

/// <summary>How a model is loaded. Clients that ask for one model with equal options share it.</summary>
/// <param name="ContextSize">Tokens that one conversation can hold; null: what the model was trained for, at most 8,192, less where memory is short.</param>
/// <param name="MaxConcurrency">How many requests generate at once; null: as suits processor and memory.</param>
/// <param name="MaxQueueLength">How many more requests may wait.</param>
/// <param name="BatchSize">Tokens decoded in one step at most.</param>
/// <param name="Threads">Threads that compute; null: one for each physical core this process may use.</param>
/// <param name="BatchThreads">Threads that read prompts; null: as many as <paramref name="Threads"/>.</param>
/// <param name="GpuLayers">Layers to keep on a GPU; null: all, if there is one.</param>
/// <param name="RuntimeDirectory">The folder to search first for the llama.cpp runtime; null for none.</param>
internal sealed record InferenceOptions(
    int? ContextSize = null,
    int? MaxConcurrency = null,
    int MaxQueueLength = 64,
    int BatchSize = 512,
    int? Threads = null,
    int? BatchThreads = null,
    int? GpuLayers = null,
    string? RuntimeDirectory = null)
{
    /// <summary>How long a request may wait for a slot; null for as long as it takes.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>Memory for what slots had read before other requests took them; 0 for none.</summary>
    public long PromptCacheBytes { get; init; }

    /// <summary>The GPU that keeps what is not split; null: the first.</summary>
    public int? MainGpu { get; init; }

    public FlashAttentionMode FlashAttention { get; init; }

    public KvCacheType KvCacheType { get; init; }

    /// <summary>Whether the weights are pages of the file, rather than a copy of it.</summary>
    public bool UseMemoryMapping { get; init; } = true;

    /// <summary>Whether the weights are kept from being swapped out.</summary>
    public bool LockMemory { get; init; }

    /// <summary>Whether seeded requests are computed in the same way each time, in batches of their own.</summary>
    public bool ReproducibleSeeds { get; init; }

    /// <summary>Whether architectures are loaded that the checks of model files do not know.</summary>
    public bool AllowUncheckedArchitectures { get; init; }

    /// <summary>Adapters that change the weights, in the order in which they apply.</summary>
    public LoraWeightsList Adapters { get; init; } = LoraWeightsList.None;

    /// <summary>How long a model that nobody uses stays loaded; null: for good.</summary>
    public TimeSpan? IdleTimeout { get; init; }
}
