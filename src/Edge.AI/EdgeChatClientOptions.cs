using Edge.AI.Common;
using Edge.AI.Inference;

namespace Edge.AI;

/// <summary>
/// How a chat client loads and runs its model. The configuration section is <c>EdgeAI:Clients:NAME</c>, where NAME is the
/// model id as it was registered, or the key of a keyed client.
/// </summary>
public sealed class EdgeChatClientOptions : IModelOptions
{
    /// <summary>
    /// Gets or sets when the model is downloaded. A model is always downloaded before it is loaded, so this has an effect only if it is earlier than <see cref="LoadAt"/>.
    /// The default is <see cref="ModelTiming.FirstUse"/>.
    /// </summary>
    [OneOf(typeof(ModelTiming))]
    public ModelTiming DownloadAt { get; set; }

    /// <summary>Gets or sets when the model is loaded into memory. The default is <see cref="ModelTiming.FirstUse"/>.</summary>
    [OneOf(typeof(ModelTiming))]
    public ModelTiming LoadAt { get; set; }

    /// <summary>
    /// Gets or sets how long a request waits for the model to be downloaded and loaded, from 0 (the request fails at once) to 24 days. After that the request fails with
    /// <c>EDGE_NOT_READY</c> and the progress, and the work continues in the background. If it failed less than 30 seconds ago, requests get that error.
    /// The default, <see langword="null"/>, is no limit.
    /// </summary>
    [Live]
    [Within("00:00:00", "24.00:00:00")]
    public TimeSpan? ProvisioningTimeout { get; set; }

    /// <summary>
    /// Gets or sets the most tokens of a conversation, prompt and answer together, from 16 to the model's context length.
    /// The default, <see langword="null"/>, is the model's context length, at most 8,192, and less if memory is low.
    /// </summary>
    [Within(16, 16_777_216, Unit = "tokens")]
    public int? ContextSize { get; set; }

    /// <summary>
    /// Gets or sets the most requests that generate at the same time, in one batch, from 1 to 256. The default, <see langword="null"/>, is one for each physical core,
    /// from 4 to 16, and fewer if their key-value caches would need more than a quarter of the memory.
    /// </summary>
    [Within(1, 256, Unit = "requests")]
    public int? MaxConcurrency { get; set; }

    /// <summary>Gets or sets the most requests that may wait for a slot, from 0 to 1,000,000. The next request fails at once with <c>EDGE_BUSY</c>. The default is 64.</summary>
    [Live]
    [Within(0, 1_000_000, Unit = "requests")]
    public int MaxQueueLength { get; set; } = 64;

    /// <summary>Gets or sets how long a request may wait for a slot, from 1 millisecond to 24 days. After that it fails with <c>EDGE_BUSY</c>. The default, <see langword="null"/>, is no limit.</summary>
    [Live]
    [Within("00:00:00.001", "24.00:00:00")]
    public TimeSpan? QueueTimeout { get; set; }

    /// <summary>
    /// Gets or sets the memory for the saved state of evicted conversations, in bytes, from 0 to 1 TiB. A saved conversation is restored instead of being processed again. Its state
    /// is as large as in the context: about 12 KB per token with 24 layers and 2 key-value heads of 64. The default is 0: no state is saved.
    /// </summary>
    [Within(0, 1L << 40, Unit = "bytes")]
    public long PromptCacheBytes { get; set; }

    /// <summary>
    /// Gets or sets a folder for the state of prompts that begin alike: system prompt, tools and examples. The first request after a start reads the state from this folder instead of
    /// processing those tokens again. A relative path starts at the current directory. Several models and processes may use the same folder. The default, <see langword="null"/>,
    /// keeps no state on disk.
    /// </summary>
    /// <remarks>
    /// A state is kept for the tokens before the first user message, and for the tokens that three different prompts begin with, if there are at least 128 of them, and if reading
    /// the state is faster than processing the tokens. The most recently used state is read while the model is loaded, and stays in memory until the first request. The files are not encrypted. They contain these tokens and what the model computed for them, so treat the folder like the
    /// prompts themselves. A new folder gets the mode 0700, the files get 0600. A folder of another user, or one that other users can write to, is not used. A file that is damaged,
    /// or that belongs to another model, runtime or load option, is never passed to llama.cpp.
    /// </remarks>
    [Characters(1, 4096)]
    public string? PromptCacheDirectory { get; set; }

    /// <summary>
    /// Gets or sets the most bytes of all files in <see cref="PromptCacheDirectory"/>, from 0 to 1 PiB. The least recently used files are deleted first. The default is 2 GiB.
    /// </summary>
    [Within(0, 1L << 50, Unit = "bytes")]
    public long PromptCacheDirectoryBytes { get; set; } = 2L << 30;

    /// <summary>Gets or sets the most tokens that are decoded in one step, from 32 to 16,384. A higher value speeds up the prefill of long prompts; a lower value keeps other answers fluent meanwhile. The default is 512.</summary>
    [Within(32, 16_384, Unit = "tokens")]
    public int BatchSize { get; set; } = 512;

    /// <summary>
    /// Gets or sets the number of threads for generation, from 1 to 1,024. The default, <see langword="null"/>, is as many as help at the moment: at most one for each physical core that
    /// this process may use (the affinity mask and the processor quota of the container are respected), and fewer while other work needs the cores. A number that is set never changes.
    /// </summary>
    [Within(1, 1024, Unit = "threads")]
    public int? Threads { get; set; }

    /// <summary>Gets or sets the number of threads for prefill, from 1 to 1,024. The default, <see langword="null"/>, is the value of <see cref="Threads"/>, or as many as help at the moment if that is not set either.</summary>
    [Within(1, 1024, Unit = "threads")]
    public int? BatchThreads { get; set; }

    /// <summary>
    /// Gets or sets the number of the model's layers on a GPU, from 0 (all on the CPU) to 10,000. More than 0 is an error if the runtime has no GPU backend.
    /// The default, <see langword="null"/>, is all layers, if the runtime has a GPU backend.
    /// </summary>
    [Within(0, 10_000, Unit = "layers")]
    public int? GpuLayers { get; set; }

    /// <summary>Gets or sets the number of the GPU for data that is not split over all GPUs, from 0 to 15. It is an error if the runtime has no GPU backend. The default, <see langword="null"/>, is the first GPU.</summary>
    [Within(0, 15)]
    public int? MainGpu { get; set; }

    /// <summary>Gets or sets how attention is computed. The default is <see cref="FlashAttentionMode.Auto"/>.</summary>
    [OneOf(typeof(FlashAttentionMode))]
    public FlashAttentionMode FlashAttention { get; set; }

    /// <summary>
    /// Gets or sets the precision of the key-value cache. Types other than <see cref="KvCacheType.F16"/> need flash attention, which is then switched on;
    /// together with <see cref="FlashAttentionMode.Off"/> they are an error. The default is <see cref="KvCacheType.F16"/>.
    /// </summary>
    [OneOf(typeof(KvCacheType))]
    public KvCacheType KvCacheType { get; set; }

    /// <summary>
    /// Gets or sets whether the weights are mapped from the file: the system loads pages when they are needed, and processes share them. If <see langword="false"/>, the weights are copied
    /// into memory, which makes loading slower. The default is <see langword="true"/>.
    /// </summary>
    public bool UseMemoryMapping { get; set; } = true;

    /// <summary>
    /// Gets or sets whether the weights are locked in memory, so that the system cannot swap them out. If the system's limit (<c>ulimit -l</c>) is too low, a warning is logged, and the rest
    /// can be swapped out. The default is <see langword="false"/>.
    /// </summary>
    public bool LockMemory { get; set; }

    /// <summary>
    /// Gets or sets whether an equal <c>ChatOptions.Seed</c> gives an equal answer whatever other requests run at the same time. Seeded requests are then
    /// decoded in batches of their own, which costs throughput when several requests run. If <see langword="false"/>, an equal seed gives an equal answer
    /// when no other request runs; beside others, rounding can change a choice between nearly equal tokens. The default is <see langword="false"/>.
    /// </summary>
    public bool ReproducibleSeeds { get; set; }

    /// <summary>
    /// Gets or sets whether the model may generate several tokens in one step where an answer repeats the conversation, as in extraction, edits, code and tool calls. The next
    /// tokens are guessed from the conversation and checked together; only those that the model chooses anyway are kept. The answer is as without speculation, except that rounding
    /// can change a choice between nearly equal tokens. Speculation adapts to each answer, and pauses where it does not pay. Requests with a <c>ChatOptions.Seed</c>, and models
    /// whose memory cannot be truncated, never use it. The default is <see langword="false"/>.
    /// </summary>
    public bool Speculation { get; set; }

    /// <summary>
    /// Gets or sets whether models may be loaded whose architecture Edge.AI has no checks for. A damaged file of such an architecture can end the process.
    /// The default is <see langword="false"/>.
    /// </summary>
    public bool AllowUncheckedArchitectures { get; set; }

    /// <summary>Gets the LoRA adapters, in the order in which they apply. The default is none.</summary>
#pragma warning disable SYSLIB1213 // EdgeChatClientOptionsRules validates each with its own key.
    public IList<LoraAdapter> LoraAdapters { get; } = [];
#pragma warning restore SYSLIB1213

    /// <summary>Gets or sets how long an idle model stays loaded, from 1 second to 24 days. The next request loads it again. The default, <see langword="null"/>, is as long as its client exists.</summary>
    [Live]
    [Within("00:00:01", "24.00:00:00")]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>Gets or sets what happens to a conversation that is longer than the context. The default is <see cref="ContextOverflow.Throw"/>.</summary>
    [Live]
    [OneOf(typeof(ContextOverflow))]
    public ContextOverflow ContextOverflow { get; set; }

    /// <summary>Gets or sets a Jinja chat template that replaces the model's own. The default, <see langword="null"/>, is <c>chat.template</c> of the manifest, or the template in the model file.</summary>
    public string? ChatTemplate { get; set; }

    /// <summary>
    /// Gets or sets the most tokens of a model's reasoning, from 0 (no reasoning) to 2,147,483,647. At the limit, the reasoning is closed and the answer begins.
    /// The default, <see langword="null"/>, is no limit but <c>MaxOutputTokens</c>.
    /// </summary>
    [Live]
    [Within(0, int.MaxValue, Unit = "tokens")]
    public int? ReasoningBudget { get; set; }

    /// <summary>
    /// Gets or sets whether the log contains prompts and answers, at the level Debug, in the category <c>Edge.AI.Chat</c>. Conversations may contain personal data, so switch it on only
    /// where the log is protected like them. The default is <see langword="false"/>.
    /// </summary>
    [Live]
    public bool EnableSensitiveData { get; set; }

    /// <summary>
    /// Gets or sets the folder that is searched first for the llama.cpp runtime. The default, <see langword="null"/>, searches <c>EDGE_AI_RUNTIME</c> (a folder, or a name of <see cref="EdgeRuntime"/>),
    /// then what <see cref="Runtime"/> allows of <c>runtimes/RID/native</c> in the app's folder, then the app's folder.
    /// A folder that is named here or in <c>EDGE_AI_RUNTIME</c> and has no runtime is an error.
    /// </summary>
    public string? RuntimeDirectory { get; set; }

    /// <summary>Gets or sets whose llama.cpp is used. A process uses one: that of its first client. The configuration key <c>EdgeAI:Runtime</c> sets it for all clients. The default is <see cref="EdgeRuntime.Auto"/>.</summary>
    [OneOf(typeof(EdgeRuntime))]
    public EdgeRuntime Runtime { get; set; }

    /// <summary>
    /// Gets or sets a callback for low memory, of the machine or of the container. It is called on a thread of the pool, once each time when memory becomes low, before idle models
    /// are unloaded; the next request loads them again. Memory is checked after full garbage collections, and every five seconds while an idle model is loaded.
    /// The default is <see langword="null"/>: no callback.
    /// </summary>
    public Action<MemoryPressure>? OnMemoryPressure { get; set; }

    InferenceOptions IModelOptions.ToInferenceOptions() => ToInferenceOptions();

    internal InferenceOptions ToInferenceOptions() => new(ContextSize, MaxConcurrency, MaxQueueLength, BatchSize, Threads, BatchThreads, GpuLayers, RuntimeDirectory)
    {
        Runtime = Runtime,
        QueueTimeout = QueueTimeout,
        PromptCacheBytes = PromptCacheBytes,
        PromptCacheDirectory = PromptCacheDirectory is { } folder ? Path.GetFullPath(folder) : null,
        PromptCacheDirectoryBytes = PromptCacheDirectoryBytes,
        MainGpu = MainGpu,
        FlashAttention = KvCacheType == KvCacheType.F16 ? FlashAttention : FlashAttentionMode.On,
        KvCacheType = KvCacheType,
        UseMemoryMapping = UseMemoryMapping,
        LockMemory = LockMemory,
        ReproducibleSeeds = ReproducibleSeeds,
        Speculation = Speculation,
        AllowUncheckedArchitectures = AllowUncheckedArchitectures,
        Adapters = new(LoraAdapters.Select(adapter => new LoraWeights(adapter.Path, adapter.Scale))),
        IdleTimeout = IdleTimeout,
    };
}
