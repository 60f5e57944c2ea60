using Edge.AI.Native;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>
/// The one owner of a context. Each step builds a batch from every running slot (one token for those that generate, prompt chunks
/// for those that read), decodes it and samples per slot. With nothing to do its thread sleeps.
/// </summary>
internal sealed partial class InferenceLoop : IDisposable
{
    /// <summary>How long requests that run when the loop is stopped have to come to their end.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly ContextHandle _context;
    private readonly Vocabulary _vocabulary;
    private readonly NativeBatch _batch;
    private readonly TokenCandidates _candidates;
    private readonly SlotPool _slots;
    private readonly RequestQueue _queue;
    private readonly PromptPace _pace;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _room;
    private long _steps;
    private long _lastSharedStep;
    private volatile Exception? _halted;
    private volatile bool _isDecoding;

    /// <param name="context">The context, which from now on only this loop touches.</param>
    /// <param name="vocabulary">The model's vocabulary.</param>
    /// <param name="sequenceLength">Tokens that one sequence may hold; llama.cpp may have rounded its own figure up.</param>
    /// <param name="options">How many requests may wait for a slot, how long, and what to keep for them.</param>
    /// <param name="time">Measures steps and waits.</param>
    /// <param name="logger">Where failed steps are reported.</param>
    public InferenceLoop(ContextHandle context, Vocabulary vocabulary, int sequenceLength, InferenceOptions options, TimeProvider time, ILogger logger)
    {
        var length = Math.Min(sequenceLength, context.SequenceLength);
        (_context, _vocabulary, _time, _logger) = (context, vocabulary, time, logger);
        MaxPromptTokens = length - 1;
        _batch = new(context.BatchSize);
        _room = _batch.Capacity;
        _pace = new(_batch.Capacity);
        _candidates = new(vocabulary.Size);
        _slots = new(context, vocabulary, length, options.PromptCacheBytes, options.ReproducibleSeeds);
        _queue = new(options.MaxQueueLength, options.QueueTimeout, () => _slots.Free, time);
    }

    /// <summary>How many tokens a prompt may have at most, one being kept for the answer.</summary>
    public int MaxPromptTokens { get; }

    /// <summary>Queues a request. Its tokens come out of <see cref="Generation.ReadAsync"/>.</summary>
    /// <exception cref="ArgumentException">The prompt is empty.</exception>
    /// <exception cref="EdgeOptionException">The grammar can't be used.</exception>
    /// <exception cref="ContextExceededException">The prompt does not fit.</exception>
    /// <exception cref="EdgeBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The loop was stopped.</exception>
    public Generation Submit(GenerationRequest request)
    {
        if (request.Prompt.Count == 0)
            throw new ArgumentException("A prompt has at least one token.", nameof(request));
        if (request.Prompt.Count > MaxPromptTokens)
            throw new ContextExceededException(request.Prompt.Count, MaxPromptTokens);
        if (_halted is { } halted)
            throw halted;

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

    /// <summary>
    /// Serves requests on the calling thread, which holds the <see cref="NativeGate"/>, until <see cref="Stop"/>. It lets go of the gate while it sleeps. False
    /// if the process is ending instead; then the gate is not held any more.
    /// </summary>
    public bool Run()
    {
        while (!_queue.IsClosed)
        {
            if (!TryStep() && !TrySleep(Timeout.InfiniteTimeSpan))
                return false;
            if (NativeGate.IsClosed)
                return LeaveGate();
        }

        return Drain();
    }

    /// <summary>Whether llama.cpp decodes a batch of this loop now.</summary>
    public bool IsDecoding => _isDecoding;

    /// <summary>Makes <see cref="Run"/> return: requests that wait fail, those that run have <see cref="DrainTime"/> to come to their end.</summary>
    public void Stop() => _queue.Close();

    /// <summary>Fails every request, those to come included, without a call into llama.cpp: the loop's own thread is stopped inside of it.</summary>
    public void Halt(Exception error)
    {
        _halted = error;
        _queue.Close();
        while (_queue.TryDrain(out var waiting))
            waiting.Fail(error);

        foreach (var slot in _slots)
            slot.Current?.Fail(error);
    }

    public void Dispose() => _batch.Dispose();

    /// <summary>Forgets the conversation that nobody has gone on with the longest; false if there is none. For the loop's thread only.</summary>
    internal bool ForgetOldest() => _slots.ForgetOldest();

    /// <summary>One batch; false if there was nothing to do.</summary>
    internal bool Step()
    {
        _context.ForgetAbort(); // before the look at who is gone: whoever leaves after it aborts the next decode
        ReleaseAbandoned();
        while (_queue.TryTake(_slots.Admit))
        {
        }

        var promptTokens = Fill();
        if (_batch.Count == 0)
            return false;

        var started = _time.GetTimestamp();
        _isDecoding = true;
        var error = _context.Decode(_batch, abortable: promptTokens > 0);
        _isDecoding = false;
        if (error is not null)
        {
            Recover(error);
            return true;
        }

        _room = _batch.Capacity;
        _pace.Observe(promptTokens, _time.GetElapsedTime(started));
        foreach (var slot in _slots)
        {
            if (slot.IsInBatch)
                slot.Advance(_candidates);
        }

        return true;
    }

    private bool TryStep()
    {
        try
        {
            return Step();
        }
#pragma warning disable CA1031 // Whatever goes wrong in a step belongs to its requests; the loop serves the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogStepFailed(_logger, e);
            FailRunning(new GenerationException("The inference loop failed.", innerException: e));
            return true;
        }
    }

    private void ReleaseAbandoned()
    {
        foreach (var slot in _slots)
        {
            if (slot.Current is { IsAbandoned: true })
                slot.Release().Fail(new OperationCanceledException());
        }
    }

    /// <summary>Slots whose requests repeat exactly take turns, each with a batch of its own; all others share one. Returns the prompt tokens.</summary>
    private int Fill()
    {
        _batch.Clear();
        _slots.Rotate();
        _steps++;
        var (alone, othersWait) = (default(Slot), false);
        foreach (var slot in _slots)
        {
            if (!slot.IsGenerating && !slot.IsReading)
                continue;
            if (!slot.IsRepeatable)
                othersWait = true;
            else if (alone is null || slot.LastStep < alone.LastStep)
                alone = slot;
        }

        if (alone is null || (othersWait && _lastSharedStep < alone.LastStep))
        {
            _lastSharedStep = _steps;
            return FillShared();
        }

        alone.LastStep = _steps;
        alone.Fill(_batch, maxTokens: _room);
        return alone.Current!.IsReading ? _batch.Count : 0;
    }

    /// <summary>Generating slots come first, so that a long prompt can't stall them; prompts share a chunk. Returns the prompt tokens.</summary>
    private int FillShared()
    {
        var reading = 0;
        foreach (var slot in _slots)
        {
            if (slot.IsRepeatable)
                continue;
            if (slot.IsReading)
                reading++;
            else if (slot.IsGenerating && _batch.Count < _room)
                slot.Fill(_batch, maxTokens: 1);
        }

        var generating = _batch.Count;
        var chunk = Math.Min(_room - generating, _pace.Tokens(othersGenerate: generating > 0));
        foreach (var slot in _slots)
        {
            if (slot.IsReading && !slot.IsInBatch && !slot.IsRepeatable)
                slot.Fill(_batch, maxTokens: (chunk - (_batch.Count - generating)) / reading--);
        }

        return _batch.Count - generating;
    }

    private void Recover(GenerationException error)
    {
        if (error.NativeStatus == ContextHandle.Aborted)
        {
            Retract();
        }
        else if (error.NativeStatus == ContextHandle.NoRoom && MakeRoom())
        {
            Retract();
        }
        else
        {
            LogDecodeFailed(_logger, _batch.Count, error);
            foreach (var slot in _slots)
            {
                if (slot.IsInBatch)
                    slot.Fail(error);
            }
        }
    }

    /// <summary>Forgets a conversation that only a later request could go on with, else tries half as many tokens; false if it was a single one.</summary>
    private bool MakeRoom()
    {
        if (ForgetOldest())
            return true;

        _room = _batch.Count / 2;
        if (_room > 0)
            return true;

        _room = _batch.Capacity;
        return false;
    }

    private void Retract()
    {
        foreach (var slot in _slots)
        {
            if (slot.IsInBatch)
                slot.Retract();
        }
    }

    private bool TrySleep(TimeSpan longest)
    {
        NativeGate.Leave();
        _queue.WaitForRing(longest);
        return NativeGate.TryEnter();
    }

    private static bool LeaveGate()
    {
        NativeGate.Leave();
        return false;
    }

    private bool Drain()
    {
        var unloaded = new ObjectDisposedException(nameof(EdgeChatClient), "The model was unloaded while the request ran.");
        while (_queue.TryDrain(out var waiting))
            waiting.Fail(unloaded);

        var started = _time.GetTimestamp();
        while (_slots.Free < _context.MaxSequences && DrainTime - _time.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            if (!TryStep() && !TrySleep(left))
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

    [LoggerMessage(EventId = 4000, Level = LogLevel.Error, Message = "A batch of {Tokens} tokens could not be decoded; its requests fail, the others go on")]
    private static partial void LogDecodeFailed(ILogger logger, int tokens, Exception error);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "A step of the inference loop failed; its requests fail, the loop goes on")]
    private static partial void LogStepFailed(ILogger logger, Exception error);
}
