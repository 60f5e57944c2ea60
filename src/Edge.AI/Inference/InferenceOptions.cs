namespace Edge.AI.Inference;

/// <summary>How a model is loaded. Clients that ask for one model with equal options share it.</summary>
/// <param name="ContextSize">Tokens that one conversation can hold; null: what the model was trained for, at most 8,192.</param>
/// <param name="MaxConcurrency">How many requests generate at once; null: 4, fewer if their key-value caches would take too much memory.</param>
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
}
