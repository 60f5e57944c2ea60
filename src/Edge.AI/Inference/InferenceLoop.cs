using Edge.AI.Native;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>
/// The one owner of a context. Each step builds a batch from every running slot (one token for those that generate, prompt chunks
/// for those that prefill), decodes it and samples per slot. With nothing to do its thread sleeps.
/// </summary>
internal sealed partial class InferenceLoop : IDisposable
{
    private readonly ContextHandle _context;
    private readonly Vocabulary _vocabulary;
    private readonly NativeBatch _batch;
    private readonly Slot[] _slots;
    private readonly RequestQueue _queue;
    private readonly ILogger _logger;
    private long _clock;

    /// <param name="context">The context, which from now on only this loop touches.</param>
    /// <param name="vocabulary">The model's vocabulary.</param>
    /// <param name="sequenceLength">Tokens that one sequence may hold; llama.cpp may have rounded its own figure up.</param>
    /// <param name="maxQueueLength">How many requests may wait for a slot.</param>
    /// <param name="logger">Where failed steps are reported.</param>
    public InferenceLoop(ContextHandle context, Vocabulary vocabulary, int sequenceLength, int maxQueueLength, ILogger logger)
    {
        var length = Math.Min(sequenceLength, context.SequenceLength);
        (_context, _vocabulary, _logger) = (context, vocabulary, logger);
        MaxPromptTokens = length - 1;
        _batch = new(context.BatchSize);
        _slots = [.. Enumerable.Range(0, context.MaxSequences).Select(sequence => new Slot(sequence, length, context, vocabulary))];
        _queue = new(maxQueueLength, () => _slots.Count(slot => slot.Current is null));
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

        var generation = new Generation(request, TokenSampler.For(request, _vocabulary), _queue.Ring);
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

    /// <summary>Serves requests on the calling thread until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_queue.IsClosed)
        {
            try
            {
                if (!Step())
                    _queue.WaitForRing();
            }
#pragma warning disable CA1031 // Whatever goes wrong in a step belongs to its requests; the loop serves the others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogStepFailed(_logger, e);
                FailRunning(slot => slot.Current is not null, new GenerationException("The inference loop failed.", innerException: e));
            }
        }

        Abort(new ObjectDisposedException(nameof(InferenceLoop), "The model was unloaded while the request ran."));
    }

    /// <summary>Makes <see cref="Run"/> return after the step at hand; requests that still run or wait fail.</summary>
    public void Stop() => _queue.Close();

    public void Dispose() => _batch.Dispose();

    /// <summary>One batch; false if there was nothing to do.</summary>
    private bool Step()
    {
        ReleaseAbandoned();
        Admit();
        Fill();
        if (_batch.Count == 0)
            return false;

        if (_context.Decode(_batch) is { } error)
        {
            LogDecodeFailed(_logger, _batch.Count, error);
            FailRunning(slot => slot.IsInBatch, error);
            return true;
        }

        foreach (var slot in _slots)
        {
            if (slot.IsInBatch)
                slot.Advance();
        }

        return true;
    }

    private void ReleaseAbandoned()
    {
        foreach (var slot in _slots)
        {
            if (slot.Current is { IsAbandoned: true })
                slot.Release().Fail(new OperationCanceledException());
        }
    }

    /// <summary>Gives waiting requests, first come first served, the free slot that knows most of their prompt, else the one unused the longest.</summary>
    private void Admit()
    {
        while (_queue.TryTake(intoSlot: Admit))
        {
        }
    }

    private void Admit(Generation generation)
    {
        if (generation.IsAbandoned)
        {
            generation.Fail(new OperationCanceledException());
            return;
        }

        _slots
            .Where(slot => slot.Current is null)
            .OrderByDescending(slot => slot.SharedPrefix(generation.Request.Prompt))
            .ThenBy(slot => slot.LastUsed)
            .First()
            .Take(generation, ++_clock);
    }

    /// <summary>Generating slots come first, so that a long prompt can't stall them; prompts share what room is left.</summary>
    private void Fill()
    {
        _batch.Clear();
        foreach (var slot in _slots)
        {
            if (!slot.IsPrefilling && slot.Current is { IsBackedUp: false })
                slot.Fill(_batch, promptTokens: 0);
        }

        var prefilling = _slots.Count(slot => slot.IsPrefilling);
        foreach (var slot in _slots)
        {
            if (slot.IsPrefilling)
                slot.Fill(_batch, promptTokens: _batch.Room / prefilling--);
        }
    }

    private void FailRunning(Func<Slot, bool> affected, Exception error)
    {
        foreach (var slot in _slots.Where(affected))
            slot.Fail(error);
    }

    private void Abort(Exception error)
    {
        FailRunning(slot => slot.Current is not null, error);
        while (_queue.TryDrain(out var generation))
            generation.Fail(error);
    }

    [LoggerMessage(EventId = 4000, Level = LogLevel.Error, Message = "A batch of {Tokens} tokens could not be decoded; its requests fail, the others go on")]
    private static partial void LogDecodeFailed(ILogger logger, int tokens, Exception error);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "A step of the inference loop failed; its requests fail, the loop goes on")]
    private static partial void LogStepFailed(ILogger logger, Exception error);
}
