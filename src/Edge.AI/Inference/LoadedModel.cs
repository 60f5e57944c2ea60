using Edge.AI.Common;
using Edge.AI.Gguf;
using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>
/// A model in memory, ready to generate. A thread of its own loads it, runs its loop and frees it; callers only queue requests and read tokens.
/// </summary>
internal sealed class LoadedModel : IAsyncDisposable
{
    private static readonly TimeSpan GateInterval = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InferenceLoop _loop;

    private LoadedModel(ModelHandle model, Vocabulary vocabulary, InferenceLoop loop, ContextPlan plan)
    {
        (Vocabulary, _loop, Plan) = (vocabulary, loop, plan);
        (ChatTemplate, ToolTemplate) = (model.ChatTemplate, model.ToolTemplate);
        DefaultSampling = SamplingParameters.Read(model);
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>The id of the model; null if it has none.</summary>
    public string? ModelId { get; private init; }

    /// <summary>The estimated memory of weights, context and buffers, in bytes.</summary>
    public long MemoryBytes { get; private init; }

    /// <inheritdoc cref="InferenceLoop.QueueLength" />
    public int QueueLength => _loop.QueueLength;

    /// <inheritdoc cref="InferenceLoop.BusySlots" />
    public int BusySlots => _loop.BusySlots;

    /// <inheritdoc cref="InferenceLoop.Cells" />
    public int Cells => _loop.Cells;

    /// <summary>The number and length of its sequences.</summary>
    public ContextPlan Plan { get; }

    /// <summary>The llama.cpp runtime, such as "llama.cpp 0.4.0 (ggml 0.23.0)".</summary>
    public required string Runtime { get; init; }

    /// <summary>The Jinja chat template of the file; null if it has none.</summary>
    public string? ChatTemplate { get; }

    /// <summary>The Jinja chat template of the file for conversations with tools; null if it has none.</summary>
    public string? ToolTemplate { get; }

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
    public static Task<LoadedModel> LoadAsync(string path, InferenceOptions options, ILoggerFactory loggers, ILoadObserver? observer, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource<LoadedModel>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Live(path, options, loggers, ready, observer, cancellationToken))
        {
            IsBackground = true, // a forgotten client must not keep the process alive
            Name = $"Edge.AI {Path.GetFileNameWithoutExtension(path)}",
        }.UnsafeStart(); // without the context of the caller, which would stay the current span of this thread as long as the model is loaded
        return ready.Task;
    }

    /// <inheritdoc cref="InferenceLoop.Load" />
    public LoopLoad Load => _loop.Load;

    /// <inheritdoc cref="InferenceLoop.Submit" />
    public Generation Generate(GenerationRequest request) => _loop.Submit(request);

    /// <summary>Fails all requests at once, and frees the memory. <see cref="DisposeAsync"/> waits until it is free.</summary>
    public void EndRequests() => _loop.End();

    /// <summary>Ends running requests, and waits until the memory is free.</summary>
    public ValueTask DisposeAsync()
    {
        _loop.Stop();
        return new(_freed.Task);
    }

    private static void Live(string path, InferenceOptions options, ILoggerFactory loggers, TaskCompletionSource<LoadedModel> ready, ILoadObserver? observer, CancellationToken cancellationToken)
    {
        LoadedModel? loaded = null;
        if (!NativeGate.TryEnter())
        {
            ready.SetException(new ObjectDisposedException(nameof(EdgeChatClient), "The process is ending."));
            return;
        }

        try
        {
            NativeAbort.Guard(OnAbort, () => Live(path, options, loggers, OnReady, observer, cancellationToken));
        }
        catch (OperationCanceledException) when (loaded is null)
        {
            ready.TrySetCanceled(cancellationToken);
        }
        catch (Exception e) when (loaded is null)
        {
            ready.TrySetException(e is GgufException damage ? GgufErrors.Translate(damage) : e);
        }
        finally
        {
            HeapTrim.Trim();
            NativeGate.Leave();
            loaded?._freed.TrySetResult();
        }

        void OnReady(LoadedModel model)
        {
            loaded = model;
            if (!ready.TrySetResult(model))
                model._loop.Stop(); // an assertion failed meanwhile, perhaps on this model's thread
        }

        void OnAbort(string assertion, bool isThisThread)
        {
            if (loaded is null)
                ready.TrySetException(Stopped(path, assertion));
            else if (isThisThread || loaded._loop.IsDecoding)
                loaded.Halt(assertion);
        }
    }

    /// <summary>The checks of the file should find everything that llama.cpp asserts. This error is for what they miss.</summary>
    private static ModelValidationException Stopped(string path, string assertion) => new(
        Path.GetFileName(path),
        $"made llama.cpp stop at an assertion ({assertion}).",
        "The file is damaged, or was written by a faulty tool. Download it again, or convert the model again. The memory in use stays occupied until the process ends.");

    private void Halt(string assertion)
    {
        _loop.Halt(new GenerationException($"llama.cpp stopped at an assertion ({assertion}), so the model cannot be used any more. Its memory stays occupied until the process ends."));
        _freed.TrySetResult();
    }

    private static void Live(string path, InferenceOptions options, ILoggerFactory loggers, Action<LoadedModel> ready, ILoadObserver? observer, CancellationToken cancellationToken)
    {
        var file = GgufErrors.Translate(path, file => GgufModel.Read(file, options.AllowUncheckedArchitectures));
        var adapters = options.Adapters.Items.Select(adapter => GgufErrors.Translate(adapter.Path, GgufFile.Read)).ToList();
        foreach (var adapter in adapters)
            file.ValidateAdapter(adapter);

        var nativeLogger = loggers.CreateLogger("Edge.AI.Native");
        var runtime = NativeRuntime.Use(options.RuntimeDirectory, nativeLogger, options.Runtime);
        RefuseGpuWithoutOne(options);
        var estimate = new MemoryEstimate(file, adapters, options, LlamaApi.SupportsGpuOffload());
        var plan = ContextPlan.For(file, options, estimate, observer?.MemoryOf(MachineMemory.Read()) ?? MachineMemory.Read(), ProcessorCores.Usable);
        var bytes = estimate.Of(plan.SequenceLength, plan.Sequences);
        WaitForRoom(observer?.MakeRoomAsync(bytes, cancellationToken));
        var logger = loggers.CreateLogger("Edge.AI.Inference");
        InferenceLog.Loading(logger, file.File.FileName, plan.Sequences, plan.SequenceLength, bytes);

        using var log = NativeLog.Capture(nativeLogger);
        using var model = ModelHandle.Load(path, NativeSettings.OfModel(options), nativeLogger, cancellationToken, observer);
        if (log.LockFailure is { } failure)
            InferenceLog.NotLocked(logger, failure);
        if (!model.Generates)
            throw new ModelValidationException(Path.GetFileName(path), "is not a model that generates text.", "Choose a model with the capability 'chat'.");

        using var vocabulary = new Vocabulary(model);
        using var context = ContextHandle.Create(model, NativeSettings.OfContext(plan, options), path, nativeLogger);
        context.Apply([.. options.Adapters.Items.Select(adapter => (model.LoadAdapter(adapter.Path, nativeLogger), adapter.Scale))]);
        var disk = StateDisk.TryOpen(path, options, runtime.Library, context.SequenceLength, logger);
        using var loop = new InferenceLoop(context, vocabulary, plan.SequenceLength, options, TimeProvider.System, logger, disk);
        var loaded = new LoadedModel(model, vocabulary, loop, plan) { Runtime = runtime.Identity.ToString(), KeepsStates = disk is not null, ModelId = options.ModelId, MemoryBytes = bytes };
        using var shown = LoopMeter.Show(loaded);
        ready(loaded);
        if (!loop.Run())
            loaded.Park();
    }

    /// <summary>Waits on this thread, which belongs to the model. It has entered the gate, so it must notice that the process ends.</summary>
    private static void WaitForRoom(Task? room)
    {
        while (room?.IsCompleted == false && !NativeGate.IsClosed)
            _ = Task.WhenAny(room, Task.Delay(GateInterval, CancellationToken.None)).GetAwaiter().GetResult();

        if (NativeGate.IsClosed)
            throw new ObjectDisposedException(nameof(EdgeChatClient), "The process is ending.");
        room?.GetAwaiter().GetResult();
    }

    /// <summary>The process is ending, which frees the memory faster than we can. This thread must not touch the memory any more, not even to free it.</summary>
    private void Park()
    {
        _freed.TrySetResult(); // a caller that disposes of the client must not delay the exit
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>llama.cpp would only log a warning and ignore the option.</summary>
    private static void RefuseGpuWithoutOne(InferenceOptions options)
    {
        var option = options.GpuLayers > 0 ? nameof(options.GpuLayers) : options.MainGpu is not null ? nameof(options.MainGpu) : null;
        if (option is not null && !LlamaApi.SupportsGpuOffload())
            throw new EdgeOptionException(option, "the llama.cpp runtime has no GPU backend, or finds no GPU.", "Leave it out, or set RuntimeDirectory to a runtime for this machine's GPU.");
    }
}
