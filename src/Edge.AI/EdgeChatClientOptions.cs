using System.ComponentModel.DataAnnotations;
using Edge.AI.Inference;

namespace Edge.AI;

/// <summary>
/// How one chat client loads and runs its model. In configuration: the section <c>EdgeAI:Clients:NAME</c>, where NAME is the
/// model id as it was registered, or the key of a keyed client.
/// </summary>
public sealed class EdgeChatClientOptions
{
    /// <summary>
    /// Tokens that one conversation can hold, prompt and answer together. From 16 to the model's context length.
    /// Default (null): the model's context length, at most 8,192, and less where memory is short.
    /// </summary>
    [Range(16, 16_777_216)]
    public int? ContextSize { get; set; }

    /// <summary>
    /// Requests that generate at the same time, batched together. From 1 to 256. Default (null): one for each physical core, from 4 to 16,
    /// and fewer where their caches would take more than a quarter of the memory.
    /// </summary>
    [Range(1, 256)]
    public int? MaxConcurrency { get; set; }

    /// <summary>Requests that may wait for their turn; one more fails at once with <c>EDGE_BUSY</c>. From 0 to 1,000,000. Default: 64.</summary>
    [Range(0, 1_000_000)]
    public int MaxQueueLength { get; set; } = 64;

    /// <summary>How long a request may wait for its turn; then it fails with <c>EDGE_BUSY</c>. From 1 millisecond to 24 days. Default (null): as long as it takes.</summary>
    public TimeSpan? QueueTimeout { get; set; }

    /// <summary>
    /// Bytes of memory for conversations that lost their place in the context to others: they are put back instead of read again. They take as much as in the
    /// context (12 KB a token with 24 layers and 2 key-value heads of 64). From 0 to a tebibyte. Default: 0, nothing is kept.
    /// </summary>
    [Range(0, 1L << 40)]
    public long PromptCacheBytes { get; set; }

    /// <summary>Tokens that are decoded in one step at most. More reads long prompts faster, less keeps other answers fluent meanwhile. From 32 to 16,384. Default: 512.</summary>
    [Range(32, 16_384)]
    public int BatchSize { get; set; } = 512;

    /// <summary>
    /// Threads that generate. From 1 to 1,024. Default (null): one for each physical core that this process may use, with its affinity mask and the
    /// processor quota of its container respected.
    /// </summary>
    [Range(1, 1024)]
    public int? Threads { get; set; }

    /// <summary>Threads that read prompts. From 1 to 1,024. Default (null): as many as <see cref="Threads"/>.</summary>
    [Range(1, 1024)]
    public int? BatchThreads { get; set; }

    /// <summary>
    /// Layers of the model to keep on a GPU; 0 keeps all on the CPU. From 0 to 10,000; more than 0 is an error where the runtime has no GPU backend.
    /// Default (null): all, if the runtime has one.
    /// </summary>
    [Range(0, 10_000)]
    public int? GpuLayers { get; set; }

    /// <summary>The GPU that holds what is not split over all of them, counted from 0. From 0 to 15; an error where the runtime has no GPU backend. Default (null): the first.</summary>
    [Range(0, 15)]
    public int? MainGpu { get; set; }

    /// <summary>How attention is computed. Default: <see cref="FlashAttentionMode.Auto"/>.</summary>
    [EnumDataType(typeof(FlashAttentionMode))]
    public FlashAttentionMode FlashAttention { get; set; }

    /// <summary>
    /// How keys and values of what was read are kept. Other types than <see cref="KvCacheType.F16"/> need flash attention, which is then switched on;
    /// together with <see cref="FlashAttentionMode.Off"/> they are an error. Default: <see cref="KvCacheType.F16"/>.
    /// </summary>
    [EnumDataType(typeof(KvCacheType))]
    public KvCacheType KvCacheType { get; set; }

    /// <summary>
    /// Whether the weights are pages of the file, loaded when they are needed and shared by processes. If not, they are copied: loading takes longer, and
    /// nothing but swapping takes them from memory. Default: true.
    /// </summary>
    public bool UseMemoryMapping { get; set; } = true;

    /// <summary>
    /// Whether the weights are kept from being swapped out. Where the system's limit for that (<c>ulimit -l</c>) is lower, the log warns and the rest can be swapped.
    /// Default: false.
    /// </summary>
    public bool LockMemory { get; set; }

    /// <summary>
    /// Gets or sets whether an equal <c>ChatOptions.Seed</c> gives an equal answer whatever other requests run at the same time. Seeded requests are then
    /// decoded in batches of their own, which costs throughput when several requests run. If <see langword="false"/>, an equal seed gives an equal answer
    /// when no other request runs; beside others, rounding can tip a choice between nearly equal tokens. Default: false.
    /// </summary>
    public bool ReproducibleSeeds { get; set; }

    /// <summary>
    /// Gets or sets whether models may be loaded whose architecture Edge.AI has no checks for. A damaged file of such an architecture can end the process.
    /// Default: false.
    /// </summary>
    public bool AllowUncheckedArchitectures { get; set; }

    /// <summary>LoRA adapters, applied one after the other. Default: none.</summary>
    public IList<LoraAdapter> LoraAdapters { get; } = [];

    /// <summary>How long a model that nobody uses stays loaded; the next request loads it again. At least one second. Default (null): as long as its client.</summary>
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>What happens to a conversation that is longer than the context. Default: <see cref="ContextOverflow.Throw"/>.</summary>
    [EnumDataType(typeof(ContextOverflow))]
    public ContextOverflow ContextOverflow { get; set; }

    /// <summary>A Jinja chat template to use instead of the model's own. Default (null): <c>chat.template</c> of the catalogue, else the one in the model's file.</summary>
    public string? ChatTemplate { get; set; }

    /// <summary>
    /// Tokens that a reasoning model may think before it must answer; then the reasoning is closed, and the answer begins. 0 lets it not think at all.
    /// From 0 to 2,147,483,647. Default (null): as many as it likes, within <c>MaxOutputTokens</c>.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int? ReasoningBudget { get; set; }

    /// <summary>The folder to search first for the llama.cpp runtime. Default (null): <c>EDGE_AI_RUNTIME</c>, then <c>runtimes/RID/native</c> beside the app, then the app's folder.</summary>
    public string? RuntimeDirectory { get; set; }

    /// <summary>
    /// Gets or sets a callback for low memory, of the machine or of the container. It is called on a thread of the pool, once each time when memory becomes low, before idle models
    /// are unloaded; the next request loads them again. Memory is checked after full garbage collections, and every five seconds while an idle model is loaded.
    /// The default is <see langword="null"/>: no callback.
    /// </summary>
    public Action<MemoryPressure>? OnMemoryPressure { get; set; }

    internal InferenceOptions ToInferenceOptions() => new(ContextSize, MaxConcurrency, MaxQueueLength, BatchSize, Threads, BatchThreads, GpuLayers, RuntimeDirectory)
    {
        QueueTimeout = QueueTimeout,
        PromptCacheBytes = PromptCacheBytes,
        MainGpu = MainGpu,
        FlashAttention = KvCacheType == KvCacheType.F16 ? FlashAttention : FlashAttentionMode.On,
        KvCacheType = KvCacheType,
        UseMemoryMapping = UseMemoryMapping,
        LockMemory = LockMemory,
        ReproducibleSeeds = ReproducibleSeeds,
        AllowUncheckedArchitectures = AllowUncheckedArchitectures,
        Adapters = new(LoraAdapters.Select(adapter => new LoraWeights(adapter.Path, adapter.Scale))),
        IdleTimeout = IdleTimeout,
    };
}
