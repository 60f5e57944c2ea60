using Edge.AI.Common;
using Edge.AI.Inference.Threading;
using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>
/// The loop of a model that generates. Each step builds a batch from all running slots, decodes it, and samples a token for each slot.
/// </summary>
internal sealed class InferenceLoop : ModelLoop, IDisposable
{
    /// <summary>How long running requests may continue when the loop is stopped.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly ContextHandle _context;
    private readonly Vocabulary _vocabulary;
    private readonly NativeBatch _batch;
    private readonly TokenCandidates _candidates;
    private readonly SlotPool _slots;
    private readonly RequestQueue _queue;
    private readonly BatchBuilder _builder;
    private readonly StateCache? _states;
    private readonly CacheGrowth? _growth;
    private readonly CacheOrder? _order;
    private readonly StepThreads _threads;
    private readonly TokenRate _rate = new();
    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, object?> _modelTag;
    private readonly ILogger _logger;

    /// <param name="context">The context. From now on, only this loop uses it.</param>
    /// <param name="vocabulary">The model's vocabulary.</param>
    /// <param name="sequenceLength">The most tokens of one sequence. llama.cpp may have rounded the length of the context up.</param>
    /// <param name="options">The limits of the queue and of the prefix cache.</param>
    /// <param name="time">Measures steps and waits.</param>
    /// <param name="logger">Where failed steps are logged.</param>
    /// <param name="states">The states of prompts on disk; null for none.</param>
    /// <param name="growth">Lets the key-value cache grow; null if it has its last size.</param>
    public InferenceLoop(
        ContextHandle context, Vocabulary vocabulary, int sequenceLength, InferenceOptions options, TimeProvider time, ILogger logger, StateCache? states = null, CacheGrowth? growth = null)
        : base(context, time)
    {
        var length = Math.Min(sequenceLength, growth?.Most ?? context.SequenceLength);
        (_context, _vocabulary, _time, _logger, _states, _growth) = (context, vocabulary, time, logger, states, growth);
        _modelTag = new(Telemetry.Model, options.ModelId);
        MaxPromptTokens = length - 1;
        _batch = new(context.BatchSize);
        _candidates = new(vocabulary.Size);
        _slots = new(context, vocabulary, length, options, states, growth);
        _order = CacheOrder.IsPossible(context, options) ? new(context, _slots, time, logger) : null;
        _builder = new(_batch, _slots, NativeSettings.MostDrafted(context.MaxSequences, options));
        var isFixed = options.Threads is not null || options.ReproducibleSeeds; // with another number of threads, llama.cpp adds up attention in another order
        _threads = new(context, isFixed, options.BatchThreads, ProcessorCores.Usable, ProcessorLoad.Local, time, logger);
        _queue = new(options.MaxQueueLength, options.QueueTimeout, () => _slots.Free, time);
        states?.WakeLoop = _queue.Ring;
    }

    /// <summary>The most tokens of a prompt. One token of the context is kept for the answer.</summary>
    public int MaxPromptTokens { get; }

    /// <inheritdoc />
    public override LoopLoad Load
    {
        get
        {
            var (queued, oldestWait, free) = _queue.Snapshot();
            return new(_slots.Count, _slots.Count - free, queued, oldestWait, _rate.PerSecond) { Cells = _slots.Cells };
        }
    }

    protected override LoopQueue Queue => _queue;

    /// <summary>Queues a request. Its tokens come out of <see cref="Generation.ReadAsync"/>.</summary>
    /// <exception cref="ArgumentException">The prompt is empty.</exception>
    /// <exception cref="ContextExceededException">The prompt is longer than <see cref="MaxPromptTokens"/>.</exception>
    /// <exception cref="EdgeBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The loop was stopped.</exception>
    public Generation Submit(GenerationRequest request)
    {
        if (request.Prompt.Count == 0)
            throw new ArgumentException("A prompt has at least one token.", nameof(request));
        if (request.Prompt.Count > MaxPromptTokens)
            throw new ContextExceededException(request.Prompt.Count, MaxPromptTokens);
        ThrowIfHalted();

        var generation = new Generation(request, TokenSampler.For(request, _vocabulary), _context.Abort, _queue.Ring);
        try
        {
            _queue.Add(generation);
            return generation;
        }
        catch
        {
            generation.Sampler.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _states?.Dispose();
        _batch.Dispose();
    }

    /// <summary>Evicts the least recently used conversation; false if there is none. Only the loop's thread may call it.</summary>
    internal bool EvictOldest() => _slots.EvictOldest();

    /// <inheritdoc />
    internal override bool Step()
    {
        _context.ForgetAbort(); // before abandoned requests are looked for: a request that is abandoned later aborts the next decode
        if (IsEnding)
            return false;

        ReleaseAbandoned();
        while (_queue.TryTake(_slots.Admit))
        {
        }

        _order?.Restore();
        _slots.ServeStates(_builder.TimePerPromptToken);
        var promptTokens = _builder.Fill();
        if (_batch.Count == 0)
        {
            _slots.Rest();
            return false;
        }

        var deadline = _threads.Begin(_batch.Count, promptTokens);
        var error = Decode(_batch, abortable: promptTokens > 0, deadline, out var elapsed);
        if (error is not null)
        {
            if (error.NativeStatus == ContextHandle.Aborted)
                _threads.EndAborted(_batch.Count, elapsed);
            Recover(error);
            return true;
        }

        _threads.End(_batch.Count, elapsed);
        LoopMeter.Decoded(_batch.Count, _modelTag);
        _builder.Observe(promptTokens, elapsed);
        _order?.Observe(_batch.Count, promptTokens, elapsed);
        var generated = 0;
        foreach (var slot in _slots)
        {
            if (slot.IsInBatch)
                generated += slot.Advance(_candidates);
        }

        _rate.Observe(generated, elapsed);
        return true;
    }

    protected override void OnStepFailed(Exception error)
    {
        InferenceLog.StepFailed(_logger, error);
        FailRunning(new GenerationException("The inference loop failed.", innerException: error));
    }

    protected override void FailAll(Exception error)
    {
        while (_queue.TryDrain(out var waiting))
            waiting.Fail(error);

        foreach (var slot in _slots)
            slot.Current?.Fail(error);
    }

    private void ReleaseAbandoned()
    {
        foreach (var slot in _slots)
        {
            if (slot.Current is { IsAbandoned: true })
                slot.Release().Fail(new OperationCanceledException());
        }
    }

    private void Recover(GenerationException error)
    {
        if (error.NativeStatus == ContextHandle.Aborted || (error.NativeStatus == ContextHandle.NoRoom && (_growth?.TryGrow() is true || _builder.TryDropDrafts() || EvictOldest() || _builder.TryHalve())))
        {
            Retract();
            return;
        }

        InferenceLog.DecodeFailed(_logger, _batch.Count, error);
        foreach (var slot in _slots)
        {
            if (slot.IsInBatch)
                slot.Fail(error);
        }
    }

    private void Retract()
    {
        foreach (var slot in _slots)
        {
            if (slot.IsInBatch)
                slot.Retract();
        }
    }

    /// <summary>Waiting requests fail; running requests may continue for <see cref="DrainTime"/>.</summary>
    protected override bool Drain()
    {
        var unloaded = new ObjectDisposedException(nameof(EdgeChatClient), "The model was unloaded while the request ran.");
        while (_queue.TryDrain(out var waiting))
            waiting.Fail(unloaded);

        var started = _time.GetTimestamp();
        while (!IsEnding && _slots.Free < _context.MaxSequences && DrainTime - _time.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            if (!TryStep() && !IsEnding && !TrySleep(left))
                return false;
            if (NativeGate.IsClosed)
                return LeaveGate();
        }

        FailRunning(unloaded);
        return true;
    }

    private void FailRunning(Exception error)
    {
        foreach (var slot in _slots)
        {
            if (slot.Current is not null)
                slot.Fail(error);
        }
    }
}
