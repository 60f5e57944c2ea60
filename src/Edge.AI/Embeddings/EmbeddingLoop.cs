using System.Numerics.Tensors;
using Edge.AI.Common;
using Edge.AI.Inference;
using Edge.AI.Inference.Threading;
using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Embeddings;

/// <summary>The loop of a model that embeds. Each step puts waiting texts, of any calls, into one batch.</summary>
internal sealed class EmbeddingLoop : ModelLoop, IDisposable
{
    private readonly ContextHandle _context;
    private readonly NativeBatch _batch;
    private readonly EmbeddingQueue _queue;
    private readonly StepThreads _threads;
    private readonly TokenRate _rate = new();
    private readonly KeyValuePair<string, object?> _modelTag;
    private readonly ILogger _logger;
    private readonly List<EmbeddingText> _texts = [];
    private readonly int _fill;
    private readonly int _maxTexts;

    /// <param name="context">The context. From now on, only this loop uses it.</param>
    /// <param name="plan">The sizes of batches.</param>
    /// <param name="options">The limit of the queue, and how many tokens of several texts are computed together.</param>
    /// <param name="time">Measures steps.</param>
    /// <param name="logger">Where failed steps are logged.</param>
    public EmbeddingLoop(ContextHandle context, EmbeddingPlan plan, InferenceOptions options, TimeProvider time, ILogger logger)
        : base(context, time)
    {
        (_context, _fill, _maxTexts, _logger) = (context, options.BatchSize, plan.MaxTexts, logger);
        _modelTag = new(Telemetry.Model, options.ModelId);
        _batch = new(plan.BatchLength);
        _queue = new(options.MaxQueueLength);
        _threads = new(context, isFixed: options.Threads is not null, batchThreads: null, ProcessorCores.Usable, ProcessorLoad.Local, time, logger);
    }

    /// <inheritdoc />
    public override LoopLoad Load
    {
        get
        {
            var (queued, oldestWait) = _queue.Snapshot();
            return new(Slots: 0, BusySlots: 0, queued, oldestWait, _rate.PerSecond);
        }
    }

    protected override LoopQueue Queue => _queue;

    private bool IsInterrupted => IsEnding || NativeGate.IsClosed;

    /// <summary>Queues a call.</summary>
    /// <exception cref="EdgeBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The loop was stopped.</exception>
    public void Submit(EmbeddingRequest request)
    {
        ThrowIfHalted();
        _queue.Add(request);
    }

    public void Dispose() => _batch.Dispose();

    /// <inheritdoc />
    internal override bool Step()
    {
        Fill();
        if (_texts.Count == 0)
            return false;

        if (Decode() is { } error)
        {
            EmbeddingLog.DecodeFailed(_logger, _batch.Count, error);
            FailBatch(error);
        }
        else if (!IsInterrupted)
        {
            for (var sequence = 0; sequence < _texts.Count; sequence++)
                Finish(_texts[sequence], sequence);
        }

        _context.ForgetAll();
        return true;
    }

    protected override bool Drain()
    {
        FailAll(new ObjectDisposedException(nameof(EdgeEmbeddingGenerator), "The model was unloaded while the request ran."));
        return true;
    }

    protected override void OnStepFailed(Exception error)
    {
        EmbeddingLog.StepFailed(_logger, error);
        FailBatch(new GenerationException("The embedding loop failed.", innerException: error));
    }

    protected override void FailAll(Exception error)
    {
        _queue.Fail(error);
        FailBatch(error);
    }

    private void Fill()
    {
        _batch.Clear();
        _texts.Clear();
        while (_texts.Count < _maxTexts && _queue.TryTake(_texts.Count == 0 ? _batch.Capacity : _fill - _batch.Count, out var text))
        {
            for (var position = 0; position < text.Tokens.Length; position++)
                _batch.Add(text.Tokens[position], position, sequence: _texts.Count, wantsLogits: true);
            _texts.Add(text);
        }
    }

    /// <summary>Decodes the batch, unless it is interrupted. A step that takes too long is repeated with another number of threads.</summary>
    private GenerationException? Decode()
    {
        while (true)
        {
            _context.ForgetAbort(); // before the end is looked for: a later end aborts the decode
            if (IsInterrupted)
                return null;

            var deadline = _threads.Begin(_batch.Count, _batch.Count);
            var error = Decode(_batch, abortable: true, deadline, out var elapsed);
            if (error is { NativeStatus: ContextHandle.Aborted })
            {
                _threads.EndAborted(_batch.Count, elapsed);
                _context.ForgetAll();
                continue;
            }

            if (error is null)
            {
                _threads.End(_batch.Count, elapsed);
                _rate.Observe(_batch.Count, elapsed);
                LoopMeter.Decoded(_batch.Count, _modelTag);
            }

            return error;
        }
    }

    private void Finish(EmbeddingText text, int sequence)
    {
        var vector = _context.Embedding(sequence).ToArray();
        var length = TensorPrimitives.Norm<float>(vector);
        if (float.IsFinite(length) && length > 0)
        {
            TensorPrimitives.Divide(vector, length, vector);
            text.Request.Complete(text.Index, vector);
        }
        else
        {
            text.Request.Fail(new GenerationException($"The model computed no vector for text {text.Index}: its length is {length}."));
        }
    }

    private void FailBatch(Exception error)
    {
        foreach (var text in _texts)
            text.Request.Fail(error);
    }
}
