using Edge.AI.Common;
using Edge.AI.Gguf;
using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>A model in memory, ready to generate. Callers queue requests and read tokens.</summary>
internal sealed class LoadedModel : ResidentModel
{
    private readonly InferenceLoop _loop;

    private LoadedModel(ModelHandle model, ModelText text, InferenceLoop loop, ContextPlan plan)
        : base(loop)
    {
        (Text, _loop, Plan) = (text, loop, plan);
        DefaultSampling = SamplingParameters.Read(model);
    }

    /// <summary>What prompts are made with.</summary>
    public ModelText Text { get; }

    public Vocabulary Vocabulary => Text.Vocabulary;

    /// <summary>The number and length of its sequences.</summary>
    public ContextPlan Plan { get; }

    /// <summary>The sampling settings that the model file recommends.</summary>
    public SamplingSettings DefaultSampling { get; }

    /// <summary>Whether the state of common beginnings of prompts is kept on disk.</summary>
    public bool KeepsStates { get; private init; }

    /// <inheritdoc cref="InferenceLoop.MaxPromptTokens" />
    public int MaxPromptTokens => _loop.MaxPromptTokens;

    /// <summary>Loads the file, on a thread of its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="loggers">Where loading and running are logged.</param>
    /// <param name="cancellationToken">Cancels loading.</param>
    /// <exception cref="NativeRuntimeException">There is no usable llama.cpp runtime.</exception>
    /// <exception cref="ModelValidationException">The file is damaged or hostile, or is not a model that generates text.</exception>
    /// <exception cref="ModelStorageException">The file cannot be read.</exception>
    /// <exception cref="ModelMemoryException">The model needs more memory than is available.</exception>
    /// <exception cref="ModelLoadException">llama.cpp refused the file or had no memory for it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the weights were loaded.</exception>
    public static Task<LoadedModel> LoadAsync(string path, InferenceOptions options, ILoggerFactory loggers, CancellationToken cancellationToken = default) => LoadAsync(path, options, loggers, observer: null, cancellationToken);

    /// <inheritdoc cref="LoadAsync(string, InferenceOptions, ILoggerFactory, CancellationToken)" />
    /// <param name="path">The file.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="loggers">Where loading and running are logged.</param>
    /// <param name="observer">Takes part in loading; null for nobody.</param>
    /// <param name="cancellationToken">Cancels loading.</param>
    public static Task<LoadedModel> LoadAsync(string path, InferenceOptions options, ILoggerFactory loggers, ILoadObserver? observer, CancellationToken cancellationToken) =>
        StartAsync<LoadedModel>(path, ready => Live(path, options, loggers, ready, observer, cancellationToken), cancellationToken);

    /// <inheritdoc cref="InferenceLoop.Submit" />
    public Generation Generate(GenerationRequest request) => _loop.Submit(request);

    private static void Live(string path, InferenceOptions options, ILoggerFactory loggers, Action<LoadedModel> ready, ILoadObserver? observer, CancellationToken cancellationToken)
    {
        var nativeLogger = loggers.CreateLogger("Edge.AI.Native");
        var (runtime, (file, adapters)) = UseRuntime(options, nativeLogger, () => Read(path, options));
        RefuseGpuWithoutOne(options);
        var estimate = new MemoryEstimate(file, adapters, options, LlamaApi.SupportsGpuOffload());
        var memory = MemoryFor(observer);
        var plan = ContextPlan.For(file, options, estimate, memory, ProcessorCores.Usable);
        var bytes = estimate.Of(plan.SequenceLength, plan.Sequences);
        WaitForRoom(observer, bytes, cancellationToken);
        var logger = loggers.CreateLogger("Edge.AI.Inference");
        InferenceLog.Loading(logger, file.File.FileName, plan.Sequences, plan.SequenceLength, bytes);
        var states = StateCache.OpenAsync(path, options, runtime.Library, plan.Cells, mostAhead: (memory.Available - bytes) / 4, logger);

        using var log = NativeLog.Capture(nativeLogger);
        using var model = ModelHandle.Load(path, NativeSettings.OfModel(options), nativeLogger, cancellationToken, observer);
        if (log.LockFailure is { } failure)
            InferenceLog.NotLocked(logger, failure);
        if (!model.Generates)
            throw new ModelValidationException(Path.GetFileName(path), "is not a model that generates text.", "Choose a model with the capability 'chat'.");

        using var vocabulary = new Vocabulary(model);
        var text = new ModelText(vocabulary, model.ChatTemplate, model.ToolTemplate);
        observer?.OnText(text);
        var whole = NativeSettings.OfContext(plan, options);
        var small = CacheGrowth.Begin(file, model, whole, options, hasMemory: estimate.LetsCacheGrow(plan, memory));
        using var context = ContextHandle.Create(model, small ?? whole, path, nativeLogger);
        context.Apply([.. options.Adapters.Items.Select(adapter => (model.LoadAdapter(adapter.Path, nativeLogger), adapter.Scale))]);
        var growth = small is null ? null : new CacheGrowth(context, plan.Cells, estimate.CacheBytesPerToken, MachineMemory.Read, logger);
        var openStates = states.GetAwaiter().GetResult();
        using var loop = new InferenceLoop(context, vocabulary, plan.SequenceLength, options, TimeProvider.System, logger, openStates, growth);
        var loaded = new LoadedModel(model, text, loop, plan)
        {
            Runtime = runtime.Identity.ToString(),
            ModelId = options.ModelId,
            MemoryBytes = bytes,
            ContextLength = plan.SequenceLength,
            KeepsStates = openStates is not null,
        };
        ready(loaded);
        loaded.RunLoop();
    }

    /// <summary>Reads and checks the files, before llama.cpp sees them.</summary>
    private static (GgufModel Model, IReadOnlyList<GgufFile> Adapters) Read(string path, InferenceOptions options)
    {
        var model = GgufErrors.Translate(path, file => GgufModel.Read(file, options.AllowUncheckedArchitectures));
        var adapters = options.Adapters.Items.Select(adapter => GgufErrors.Translate(adapter.Path, GgufFile.Read)).ToList();
        foreach (var adapter in adapters)
            model.ValidateAdapter(adapter);
        return (model, adapters);
    }
}
