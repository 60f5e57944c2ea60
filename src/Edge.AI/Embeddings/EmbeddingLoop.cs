using System.Numerics.Tensors;
using Edge.AI.Inference;
using Edge.AI.Inference.Threading;
using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Embeddings;

/// <summary>The only owner of a context that embeds. Each step puts waiting texts, of any calls, into one batch. When there is nothing to do, the loop's thread sleeps.</summary>
internal sealed partial class EmbeddingLoop : IModelLoop, IDisposable
{
    private readonly ContextHandle _context;
    private readonly NativeBatch _batch;
    private readonly EmbeddingQueue _queue;
    private readonly StepThreads _threads;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly List<EmbeddingText> _texts = [];
    private readonly int _fill;
    private readonly int _maxTexts;
    private volatile Exception? _halted;
    private volatile bool _isDecoding;
    private volatile bool _isEnding;

    /// <param name="context">The context. From now on, only this loop uses it.</param>
    /// <param name="plan">The sizes of batches.</param>
    /// <param name="options">The limit of the queue, and how many tokens of several texts are computed together.</param>
    /// <param name="time">Measures steps.</param>
    /// <param name="logger">Where failed steps are logged.</param>
    public EmbeddingLoop(ContextHandle context, EmbeddingPlan plan, InferenceOptions options, TimeProvider time, ILogger logger)
    {
        (_context, _fill, _maxTexts, _time, _logger) = (context, options.BatchSize, plan.MaxTexts, time, logger);
        _batch = new(plan.BatchLength);
        _queue = new(options.MaxQueueLength);
        _threads = new(context, isFixed: options.Threads is not null, batchThreads: null, ProcessorCores.Usable, ProcessorLoad.OtherThreads, time, logger);
    }

    /// <inheritdoc />
    public bool IsDecoding => _isDecoding;

    private bool IsInterrupted => _isEnding || NativeGate.IsClosed;

    /// <summary>Queues a call.</summary>
    /// <exception cref="EdgeBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The loop was stopped.</exception>
    public void Submit(EmbeddingRequest request)
    {
        if (_halted is { } halted)
            throw halted;

        _queue.Add(request);
    }

    /// <inheritdoc />
    public bool Run()
    {
        while (!_queue.IsClosed)
        {
            if (!TryStep() && !TrySleep())
                return false;

            if (NativeGate.IsClosed)
            {
                NativeGate.Leave();
                return false;
            }
        }

        var unloaded = new ObjectDisposedException(nameof(EdgeEmbeddingGenerator), "The model was unloaded while the request ran.");
        _queue.Fail(unloaded);
        FailBatch(unloaded);
        return true;
    }

    /// <inheritdoc />
    public void Stop() => _queue.Close();

    /// <inheritdoc />
    public void End()
    {
        _isEnding = true;
        _queue.Close();
        _context.Abort();
    }

    /// <inheritdoc />
    public void Halt(Exception error)
    {
        _halted = error;
        _queue.Close();
        _queue.Fail(error);
        FailBatch(error);
    }

    public void Dispose() => _batch.Dispose();

    /// <summary>Computes one batch; false if there is nothing to do.</summary>
    internal bool Step()
    {
        Fill();
        if (_texts.Count == 0)
            return false;

        if (Decode() is { } error)
        {
            LogDecodeFailed(_logger, _batch.Count, error);
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
            var started = _time.GetTimestamp();
            _isDecoding = true;
            var error = _context.Decode(_batch, abortable: true, deadline);
            _isDecoding = false;
            var elapsed = _time.GetElapsedTime(started);
            if (error is { NativeStatus: ContextHandle.Aborted })
            {
                _threads.EndAborted(_batch.Count, elapsed);
                _context.ForgetAll();
                continue;
            }

            if (error is null)
                _threads.End(_batch.Count, elapsed);
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

    private bool TryStep()
    {
        try
        {
            return Step();
        }
#pragma warning disable CA1031 // An error in a step fails its calls; the loop continues with the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogStepFailed(_logger, e);
            FailBatch(new GenerationException("The embedding loop failed.", innerException: e));
            return true;
        }
    }

    private bool TrySleep()
    {
        NativeGate.Leave();
        _queue.WaitForRing();
        return NativeGate.TryEnter();
    }

    private void FailBatch(Exception error)
    {
        foreach (var text in _texts)
            text.Request.Fail(error);
    }

    [LoggerMessage(EventId = 7000, Level = LogLevel.Error, Message = "A batch of {Tokens} tokens could not be embedded; its calls fail, other calls continue")]
    private static partial void LogDecodeFailed(ILogger logger, int tokens, Exception error);

    [LoggerMessage(EventId = 7001, Level = LogLevel.Error, Message = "A step of the embedding loop failed; its calls fail, the loop continues")]
    private static partial void LogStepFailed(ILogger logger, Exception error);
}
