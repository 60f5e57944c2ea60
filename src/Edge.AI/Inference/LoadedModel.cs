using Edge.AI.Machine;
using Edge.AI.Native;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>
/// A model in memory, ready to generate. One thread of its own loads it, runs its loop and frees it;
/// callers only queue requests and read tokens.
/// </summary>
internal sealed class LoadedModel : IAsyncDisposable
{
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InferenceLoop _loop;

    private LoadedModel(ModelHandle model, Vocabulary vocabulary, InferenceLoop loop)
    {
        (Vocabulary, _loop) = (vocabulary, loop);
        ChatTemplate = model.ChatTemplate;
        DefaultSampling = SamplingMetadata.Read(model);
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>The Jinja chat template of the file; null if it has none.</summary>
    public string? ChatTemplate { get; }

    /// <summary>How the model's makers want it sampled.</summary>
    public SamplingSettings DefaultSampling { get; }

    /// <summary>Loads the file, on a thread of its own.</summary>
    /// <exception cref="NativeRuntimeException">There is no usable llama.cpp.</exception>
    /// <exception cref="ModelLoadException">llama.cpp refused the file or had no memory for it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the weights were there.</exception>
    public static Task<LoadedModel> LoadAsync(string path, InferenceOptions options, ILoggerFactory loggers, CancellationToken cancellationToken = default)
    {
        var ready = new TaskCompletionSource<LoadedModel>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Live(path, options, loggers, ready, cancellationToken))
        {
            IsBackground = true, // a forgotten client must not keep the process alive
            Name = $"Edge.AI {Path.GetFileNameWithoutExtension(path)}",
        }.Start();
        return ready.Task;
    }

    /// <inheritdoc cref="InferenceLoop.Submit" />
    public Generation Generate(GenerationRequest request) => _loop.Submit(request);

    /// <summary>Ends what still runs, and waits until the memory is freed.</summary>
    public ValueTask DisposeAsync()
    {
        _loop.Stop();
        return new(_freed.Task);
    }

    private static void Live(string path, InferenceOptions options, ILoggerFactory loggers, TaskCompletionSource<LoadedModel> ready, CancellationToken cancellationToken)
    {
        LoadedModel? loaded = null;
        try
        {
            var nativeLogger = loggers.CreateLogger("Edge.AI.Native");
            NativeRuntime.Use(options.RuntimeDirectory, nativeLogger);
            using var log = NativeLog.Capture(nativeLogger);
            using var model = ModelHandle.Load(path, ModelParams(options), nativeLogger, cancellationToken);
            if (!model.Generates)
                throw new ModelValidationException(Path.GetFileName(path), "is no model that generates text.", "Choose a model with the capability 'chat'.");

            using var vocabulary = new Vocabulary(model);
            var plan = ContextPlan.For(model, options);
            using var context = ContextHandle.Create(model, ContextParams(plan, options), path, nativeLogger);
            using var loop = new InferenceLoop(context, vocabulary, plan.SequenceLength, options, TimeProvider.System, loggers.CreateLogger("Edge.AI.Inference"));
            ready.SetResult(loaded = new(model, vocabulary, loop));
            loop.Run();
        }
        catch (OperationCanceledException) when (loaded is null)
        {
            ready.SetCanceled(cancellationToken);
        }
        catch (Exception e) when (loaded is null)
        {
            ready.SetException(e);
        }
        finally
        {
            loaded?._freed.SetResult();
        }
    }

    private static LlamaModelParams ModelParams(InferenceOptions options)
    {
        var parameters = LlamaApi.ModelDefaultParams();
        parameters.GpuLayers = options.GpuLayers ?? parameters.GpuLayers;
        return parameters;
    }

    internal static LlamaContextParams ContextParams(ContextPlan plan, InferenceOptions options)
    {
        var threads = options.Threads ?? ProcessorCores.Usable;
        var parameters = LlamaApi.ContextDefaultParams();
        parameters.ContextSize = checked((uint)plan.SequenceLength * (uint)plan.Sequences);
        parameters.MaxSequences = (uint)plan.Sequences;
        parameters.BatchSize = (uint)Math.Max(options.BatchSize, plan.Sequences);
        parameters.MicroBatchSize = Math.Min(parameters.MicroBatchSize, parameters.BatchSize);
        parameters.MaxOutputs = parameters.MaxSequences; // a batch asks for the logits of one token a sequence: a buffer for each token of the batch would take hundreds of megabytes
        parameters.UnifiedKv = plan.Sequences > 1;
        (parameters.Threads, parameters.BatchThreads) = (threads, options.BatchThreads ?? threads);
        return parameters;
    }
}
