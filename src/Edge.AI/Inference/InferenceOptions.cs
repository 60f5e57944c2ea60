namespace Edge.AI.Inference;

/// <summary>How a model is loaded. Clients with the same model and equal options share it.</summary>
/// <param name="ContextSize">The most tokens of a conversation; null for the length that the model was trained for, at most 8,192, and less if memory is low.</param>
/// <param name="MaxConcurrency">The most requests that generate at the same time; null for as many as processor and memory allow.</param>
/// <param name="MaxQueueLength">The most requests in the queue.</param>
/// <param name="BatchSize">The most tokens of a step.</param>
/// <param name="Threads">Threads for generation; null for as many as help, at most one for each physical core that this process may use.</param>
/// <param name="BatchThreads">Threads for prefill; null for as many as <paramref name="Threads"/>.</param>
/// <param name="GpuLayers">Layers on a GPU; null for all, if there is a GPU.</param>
/// <param name="RuntimeDirectory">The folder that is searched first for the llama.cpp runtime; null for none.</param>
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
    /// <summary>Whether the model embeds text. Otherwise it generates text.</summary>
    public bool Embeds { get; init; }

    /// <summary>Whose llama.cpp runtime may be used.</summary>
    public EdgeRuntime Runtime { get; init; }

    /// <summary>How long a request may wait for a slot; null for no limit.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>Memory for the saved state of evicted conversations; 0 for none.</summary>
    public long PromptCacheBytes { get; init; }

    /// <summary>The folder for the state of prompts that begin alike; null for none.</summary>
    public string? PromptCacheDirectory { get; init; }

    /// <summary>The most bytes of the files in that folder.</summary>
    public long PromptCacheDirectoryBytes { get; init; } = 2L << 30;

    /// <summary>The id of the model, for telemetry; null if it has none.</summary>
    public string? ModelId { get; init; }

    /// <summary>The digests of the model's verified files; null if nothing has verified them.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>The GPU for data that is not split; null for the first.</summary>
    public int? MainGpu { get; init; }

    public FlashAttentionMode FlashAttention { get; init; }

    public KvCacheType KvCacheType { get; init; }

    /// <summary>Whether the weights are mapped from the file, not copied.</summary>
    public bool UseMemoryMapping { get; init; } = true;

    /// <summary>Whether the weights are locked in memory.</summary>
    public bool LockMemory { get; init; }

    /// <summary>Whether seeded requests get batches of their own, so that they are computed in the same way each time.</summary>
    public bool ReproducibleSeeds { get; init; }

    /// <summary>Whether the next tokens are guessed from the conversation, and several are checked in one step.</summary>
    public bool Speculation { get; init; }

    /// <summary>Whether architectures are loaded for which there are no checks of model files.</summary>
    public bool AllowUncheckedArchitectures { get; init; }

    /// <summary>Adapters that change the weights, in the order in which they apply.</summary>
    public LoraWeightsList Adapters { get; init; } = LoraWeightsList.None;

    /// <summary>How long an idle model stays loaded; null for no limit.</summary>
    public TimeSpan? IdleTimeout { get; init; }
}
