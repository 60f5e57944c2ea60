using Edge.AI.Common;
using Edge.AI.Gguf;
using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Embeddings;

/// <summary>A model in memory, ready to embed. Callers queue texts and wait for vectors.</summary>
internal sealed class EmbeddingModel : ResidentModel
{
    private readonly EmbeddingLoop _loop;

    private EmbeddingModel(ModelHandle model, Vocabulary vocabulary, EmbeddingLoop loop, EmbeddingPlan plan)
        : base(loop)
    {
        (_loop, Plan, Dimensions) = (loop, plan, model.EmbeddingLength);
        Tokenizer = new(vocabulary, plan.TextLength);
    }

    /// <summary>The sizes of its texts and batches.</summary>
    public EmbeddingPlan Plan { get; }

    /// <summary>The number of numbers in a vector.</summary>
    public int Dimensions { get; }

    public EmbeddingTokenizer Tokenizer { get; }

    /// <summary>Loads the file, on a thread of its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="loggers">Where loading and running are logged.</param>
    /// <param name="observer">Takes part in loading; null for nobody.</param>
    /// <param name="cancellationToken">Cancels loading.</param>
    /// <exception cref="NativeRuntimeException">There is no usable llama.cpp runtime.</exception>
    /// <exception cref="ModelValidationException">The file is damaged or hostile, or is not a model that embeds text.</exception>
    /// <exception cref="ModelStorageException">The file cannot be read.</exception>
    /// <exception cref="ModelMemoryException">The model needs more memory than is available.</exception>
    /// <exception cref="ModelLoadException">llama.cpp refused the file or had no memory for it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the weights were loaded.</exception>
    public static Task<EmbeddingModel> LoadAsync(string path, InferenceOptions options, ILoggerFactory loggers, ILoadObserver? observer = null, CancellationToken cancellationToken = default) =>
        StartAsync<EmbeddingModel>(path, ready => Live(path, options, loggers, ready, observer, cancellationToken), cancellationToken);

    /// <summary>Returns the unit vectors of texts, in their order.</summary>
    /// <exception cref="EdgeBusyException">The queue is full.</exception>
    /// <exception cref="GenerationException">llama.cpp failed.</exception>
    public Task<float[][]> EmbedAsync(IReadOnlyList<int[]> texts, CancellationToken cancellationToken) => EmbedAsync(new EmbeddingRequest(texts), cancellationToken);

    /// <inheritdoc cref="EmbedAsync(IReadOnlyList{int[]}, CancellationToken)" />
    public Task<float[][]> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken)
    {
        _loop.Submit(request);
        return request.WaitAsync(cancellationToken);
    }

    private static void Live(string path, InferenceOptions options, ILoggerFactory loggers, Action<EmbeddingModel> ready, ILoadObserver? observer, CancellationToken cancellationToken)
    {
        var nativeLogger = loggers.CreateLogger("Edge.AI.Native");
        var (runtime, file) = UseRuntime(options, nativeLogger, () => GgufErrors.Translate(path, file => GgufModel.Read(file, options.AllowUncheckedArchitectures, GgufPurpose.Embedding)));
        RefuseGpuWithoutOne(options);
        var estimate = new MemoryEstimate(file, [], options, LlamaApi.SupportsGpuOffload());
        var plan = EmbeddingPlan.For(file, options, estimate, MemoryFor(observer));
        var bytes = plan.Memory(file.File, estimate);
        WaitForRoom(observer, bytes, cancellationToken);
        var logger = loggers.CreateLogger("Edge.AI.Embeddings");
        EmbeddingLog.Loading(logger, file.File.FileName, plan.TextLength, plan.BatchLength, bytes);

        using var log = NativeLog.Capture(nativeLogger);
        using var model = ModelHandle.Load(path, NativeSettings.OfModel(options), nativeLogger, cancellationToken, observer);
        using var vocabulary = new Vocabulary(model);
        using var context = ContextHandle.Create(model, NativeSettings.OfEmbedding(plan.BatchLength, plan.MaxTexts, options), path, nativeLogger);
        using var loop = new EmbeddingLoop(context, plan, options, TimeProvider.System, logger);
        var loaded = new EmbeddingModel(model, vocabulary, loop, plan)
        {
            Runtime = runtime.Identity.ToString(),
            ModelId = options.ModelId,
            MemoryBytes = bytes,
            ContextLength = plan.TextLength,
        };
        ready(loaded);
        loaded.RunLoop();
    }
}
