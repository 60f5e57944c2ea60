using Edge.AI.Common;
using Edge.AI.Gguf;
using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>A model in memory. A thread of its own loads it, runs its loop and frees it; callers only queue requests.</summary>
internal abstract class ResidentModel(ModelLoop loop) : IAsyncDisposable
{
    private static readonly TimeSpan GateInterval = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The llama.cpp runtime, such as "llama.cpp 0.4.0 (ggml 0.23.0)".</summary>
    public required string Runtime { get; init; }

    /// <summary>The id of the model; null if it has none.</summary>
    public string? ModelId { get; init; }

    /// <summary>The estimated memory of weights, context and buffers, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The most tokens of a conversation, or of a text.</summary>
    public required int ContextLength { get; init; }

    /// <inheritdoc cref="ModelLoop.Load" />
    public LoopLoad Load => loop.Load;

    /// <summary>Fails all requests at once, and frees the memory. <see cref="DisposeAsync"/> waits until it is free.</summary>
    public void EndRequests() => loop.End();

    /// <summary>Ends running requests, and waits until the memory is free.</summary>
    public ValueTask DisposeAsync()
    {
        loop.Stop();
        return new(_freed.Task);
    }

    /// <summary>Starts the model's thread, and waits until the model is loaded.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="live">Loads the model, passes it on, calls <see cref="RunLoop"/> and frees the model.</param>
    /// <param name="cancellationToken">Cancels loading.</param>
    protected static Task<TModel> StartAsync<TModel>(string path, Action<Action<TModel>> live, CancellationToken cancellationToken)
        where TModel : ResidentModel
    {
        var ready = new TaskCompletionSource<TModel>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Live(path, live, ready, cancellationToken))
        {
            IsBackground = true, // a forgotten client must not keep the process alive
            Name = $"Edge.AI {Path.GetFileNameWithoutExtension(path)}",
        }.UnsafeStart(); // without the context of the caller, which would stay the current span of this thread as long as the model is loaded
        return ready.Task;
    }

    /// <summary>Serves requests until the model is disposed. Meanwhile its metrics are shown.</summary>
    protected void RunLoop()
    {
        using var shown = LoopMeter.Show(this);
        if (!loop.Run())
            Park();
    }

    /// <summary>Loads llama.cpp while another thread reads the files of the model. If both fail, the error of the files is thrown.</summary>
    protected static (NativeRuntime Runtime, T Files) UseRuntime<T>(InferenceOptions options, ILogger logger, Func<T> readFiles)
    {
        var reading = Task.Run(readFiles);
        try
        {
            return (NativeRuntime.Use(options.RuntimeDirectory, logger, options.Runtime), reading.GetAwaiter().GetResult());
        }
        catch (NativeRuntimeException)
        {
            reading.GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Returns the memory that a model may plan with.</summary>
    protected static MachineMemory MemoryFor(ILoadObserver? observer)
    {
        var machine = MachineMemory.Read();
        return observer?.MemoryOf(machine) ?? machine;
    }

    /// <summary>Waits on this thread, which belongs to the model, until it may use its memory. The thread has entered the gate, so it must notice that the process ends.</summary>
    protected static void WaitForRoom(ILoadObserver? observer, long bytes, CancellationToken cancellationToken)
    {
        var room = observer?.MakeRoomAsync(bytes, cancellationToken) ?? Task.CompletedTask;
        while (!room.IsCompleted && !NativeGate.IsClosed)
            _ = Task.WhenAny(room, Task.Delay(GateInterval, CancellationToken.None)).GetAwaiter().GetResult();

        if (NativeGate.IsClosed)
            throw new ObjectDisposedException(nameof(EdgeChatClient), "The process is ending.");
        room.GetAwaiter().GetResult();
    }

    /// <summary>llama.cpp would only log a warning and ignore the option.</summary>
    protected static void RefuseGpuWithoutOne(InferenceOptions options)
    {
        var option = options.GpuLayers > 0 ? nameof(options.GpuLayers) : options.MainGpu is not null ? nameof(options.MainGpu) : null;
        if (option is not null && !LlamaApi.SupportsGpuOffload())
            throw new EdgeOptionException(option, "the llama.cpp runtime has no GPU backend, or finds no GPU.", "Leave it out, or set RuntimeDirectory to a runtime for this machine's GPU.");
    }

    private static void Live<TModel>(string path, Action<Action<TModel>> live, TaskCompletionSource<TModel> ready, CancellationToken cancellationToken)
        where TModel : ResidentModel
    {
        TModel? loaded = null;
        if (!NativeGate.TryEnter())
        {
            ready.SetException(new ObjectDisposedException(nameof(EdgeChatClient), "The process is ending."));
            return;
        }

        try
        {
            NativeAbort.Guard(OnAbort, () => live(OnReady));
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

        void OnReady(TModel model)
        {
            loaded = model;
            if (!ready.TrySetResult(model))
                model.Stop(); // an assertion failed meanwhile, perhaps on this model's thread
        }

        void OnAbort(string assertion, bool isThisThread)
        {
            if (loaded is null)
                ready.TrySetException(Stopped(path, assertion));
            else if (isThisThread || loaded.IsDecoding)
                loaded.Halt(assertion);
        }
    }

    /// <summary>The checks of the file should find everything that llama.cpp asserts. This error is for what they miss.</summary>
    private static ModelValidationException Stopped(string path, string assertion) => new(
        Path.GetFileName(path),
        $"made llama.cpp stop at an assertion ({assertion}).",
        "The file is damaged, or was written by a faulty tool. Download it again, or convert the model again. The memory in use stays occupied until the process ends.");

    private bool IsDecoding => loop.IsDecoding;

    private void Stop() => loop.Stop();

    private void Halt(string assertion)
    {
        loop.Halt(new GenerationException($"llama.cpp stopped at an assertion ({assertion}), so the model cannot be used any more. Its memory stays occupied until the process ends."));
        _freed.TrySetResult();
    }

    /// <summary>The process is ending, which frees the memory faster than we can. This thread must not touch the memory any more, not even to free it.</summary>
    private void Park()
    {
        _freed.TrySetResult(); // a caller that disposes of the client must not delay the exit
        Thread.Sleep(Timeout.Infinite);
    }
}
