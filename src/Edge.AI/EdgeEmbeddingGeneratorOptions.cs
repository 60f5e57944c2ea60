using Edge.AI.Common;
using Edge.AI.Hosting;
using Edge.AI.Inference;
using Microsoft.Extensions.Configuration;

namespace Edge.AI;

/// <summary>
/// How an embedding generator loads and runs its model. The configuration section is <c>EdgeAI:Embeddings:NAME</c>, where NAME is the
/// model id as it was registered, or the key of a keyed generator.
/// </summary>
public sealed class EdgeEmbeddingGeneratorOptions : IModelOptions<EdgeEmbeddingGeneratorOptions>
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
    /// Gets or sets how long a call waits for the model to be downloaded and loaded, from 0 (the call fails at once) to 24 days. After that the call fails with
    /// <c>EDGE_NOT_READY</c> and the progress, and the work continues in the background. If it failed less than 30 seconds ago, calls get that error.
    /// The default, <see langword="null"/>, is no limit.
    /// </summary>
    [Live]
    [Within("00:00:00", "24.00:00:00")]
    public TimeSpan? ProvisioningTimeout { get; set; }

    /// <summary>
    /// Gets or sets the most tokens of a text, from 16 to the model's context length. The default, <see langword="null"/>, is the model's context length, at most 2,048, and less if
    /// memory is low. The memory for a batch grows with the square of this number.
    /// </summary>
    [Within(16, 16_777_216, Unit = "tokens")]
    public int? ContextSize { get; set; }

    /// <summary>Gets or sets whether the end of a text that is longer than <see cref="ContextSize"/> is left out. If <see langword="false"/>, such a text fails with <c>EDGE_CONTEXT_EXCEEDED</c>. The default is <see langword="false"/>.</summary>
    [Live]
    public bool Truncate { get; set; }

    /// <summary>
    /// Gets or sets the role of the texts, where a call does not set it with <see cref="EdgeEmbeddingOptions.Input"/>. The default is <see cref="EmbeddingInput.Text"/>: texts are embedded as they are.
    /// </summary>
    [OneOf(typeof(EmbeddingInput))]
    public EmbeddingInput Input { get; set; }

    /// <summary>
    /// Gets or sets how many tokens of several texts are computed together, from 32 to 16,384. A text that is longer is computed alone. The default is 256; more is seldom faster,
    /// because attention is computed between all tokens of a batch.
    /// </summary>
    [Within(32, 16_384, Unit = "tokens")]
    public int BatchSize { get; set; } = 256;

    /// <summary>Gets or sets the most calls that may wait, from 1 to 1,000,000. The next call fails at once with <c>EDGE_BUSY</c>. The default is 1,024.</summary>
    [Live]
    [Within(1, 1_000_000, Unit = "calls")]
    public int MaxQueueLength { get; set; } = 1024;

    /// <summary>
    /// Gets or sets the number of threads, from 1 to 1,024. The default, <see langword="null"/>, is as many as help at the moment: at most one for each physical core that this process may use
    /// (the affinity mask and the processor quota of the container are respected), and fewer while other work needs the cores. A number that is set never changes.
    /// </summary>
    [Within(1, 1024, Unit = "threads")]
    public int? Threads { get; set; }

    /// <summary>
    /// Gets or sets the number of the model's layers on a GPU, from 0 (all on the CPU) to 10,000. More than 0 is an error if the runtime has no GPU backend.
    /// The default, <see langword="null"/>, is all layers, if the runtime has a GPU backend.
    /// </summary>
    [Within(0, 10_000, Unit = "layers")]
    public int? GpuLayers { get; set; }

    /// <summary>Gets or sets the number of the GPU for data that is not split over all GPUs, from 0 to 15. It is an error if the runtime has no GPU backend. The default, <see langword="null"/>, is the first GPU.</summary>
    [Within(0, 15)]
    public int? MainGpu { get; set; }

    /// <summary>
    /// Gets or sets whether the weights are mapped from the file: the system loads pages when they are needed, and processes share them. If <see langword="false"/>, the weights are copied
    /// into memory, which makes loading slower. The default is <see langword="true"/>.
    /// </summary>
    public bool UseMemoryMapping { get; set; } = true;

    /// <summary>
    /// Gets or sets whether models may be loaded whose architecture Edge.AI has no checks for. A damaged file of such an architecture can end the process.
    /// The default is <see langword="false"/>.
    /// </summary>
    public bool AllowUncheckedArchitectures { get; set; }

    /// <summary>Gets or sets how long an idle model stays loaded, from 1 second to 24 days. The next call loads it again. The default, <see langword="null"/>, is as long as its generator exists.</summary>
    [Live]
    [Within("00:00:01", "24.00:00:00")]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>
    /// Gets or sets the folder that is searched first for the llama.cpp runtime. The default, <see langword="null"/>, searches <c>EDGE_AI_RUNTIME</c> (a folder, or a name of <see cref="EdgeRuntime"/>),
    /// then what <see cref="Runtime"/> allows of <c>runtimes/RID/native</c> in the app's folder, then the app's folder.
    /// A folder that is named here or in <c>EDGE_AI_RUNTIME</c> and has no runtime is an error.
    /// </summary>
    public string? RuntimeDirectory { get; set; }

    /// <summary>Gets or sets whose llama.cpp is used. A process uses one: that of its first model. The configuration key <c>EdgeAI:Runtime</c> sets it for all. The default is <see cref="EdgeRuntime.Auto"/>.</summary>
    [OneOf(typeof(EdgeRuntime))]
    public EdgeRuntime Runtime { get; set; }

    static string IModelOptions<EdgeEmbeddingGeneratorOptions>.Section => "EdgeAI:Embeddings";

    static string IModelOptions<EdgeEmbeddingGeneratorOptions>.ClientName => "embedding generator";

    static string IModelOptions<EdgeEmbeddingGeneratorOptions>.Registration => "AddEdgeEmbeddingGenerator";

    static ModelCapabilities IModelOptions<EdgeEmbeddingGeneratorOptions>.Capability => ModelCapabilities.Embeddings;

    static void IModelOptions<EdgeEmbeddingGeneratorOptions>.Bind(IConfigurationSection section, EdgeEmbeddingGeneratorOptions options) => section.Bind(options);

    static IReadOnlyList<string> IModelOptions<EdgeEmbeddingGeneratorOptions>.FindProblems(EdgeEmbeddingGeneratorOptions options) => EdgeEmbeddingGeneratorOptionsRules.FindProblems(options);

    static IEnumerable<string> IModelOptions<EdgeEmbeddingGeneratorOptions>.FindProblems(IConfigurationSection section) => ConfiguredValues.FindProblems(section, typeof(EdgeEmbeddingGeneratorOptions), isOnly: true);

    InferenceOptions IModelOptions.ToInferenceOptions() => ToInferenceOptions();

    internal InferenceOptions ToInferenceOptions() => new(ContextSize, MaxQueueLength: MaxQueueLength, BatchSize: BatchSize, Threads: Threads, GpuLayers: GpuLayers, RuntimeDirectory: RuntimeDirectory)
    {
        Embeds = true,
        Runtime = Runtime,
        MainGpu = MainGpu,
        UseMemoryMapping = UseMemoryMapping,
        AllowUncheckedArchitectures = AllowUncheckedArchitectures,
        IdleTimeout = IdleTimeout,
    };
}
