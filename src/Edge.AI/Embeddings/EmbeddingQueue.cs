namespace Edge.AI.Embeddings;

/// <summary>Calls whose texts wait for a batch, and the bell that wakes the loop for them. Calls take turns, text by text, so that a long call does not delay a short one.</summary>
/// <param name="maxLength">The most calls that may wait.</param>
internal sealed class EmbeddingQueue(int maxLength)
{
    private readonly object _gate = new();
    private Queue<EmbeddingRequest> _waiting = new();
    private bool _rung;
    private bool _closed;

    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _closed;
        }
    }

    /// <exception cref="EdgeBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The queue was closed.</exception>
    public void Add(EmbeddingRequest request)
    {
        lock (_gate)
        {
            if (_closed)
                throw new ObjectDisposedException(nameof(EdgeEmbeddingGenerator), "The model is unloaded.");
            if (_waiting.Count >= maxLength)
                _waiting = new(_waiting.Where(waiting => !waiting.HasEnded));
            if (_waiting.Count >= maxLength)
                throw new EdgeBusyException(maxLength);

            _waiting.Enqueue(request);
            Ring();
        }
    }

    /// <summary>Takes a text of the call whose turn it is.</summary>
    /// <param name="room">The most tokens of the text.</param>
    /// <param name="text">The text.</param>
    /// <returns>False if no text waits, or if the next one is longer.</returns>
    public bool TryTake(int room, out EmbeddingText text)
    {
        lock (_gate)
        {
            text = default;
            while (_waiting.TryPeek(out var ended) && ended.HasEnded)
                _waiting.Dequeue();
            if (!_waiting.TryPeek(out var request) || request.NextLength > room)
                return false;

            text = request.Take();
            _waiting.Dequeue();
            if (!request.IsTaken)
                _waiting.Enqueue(request);
            return true;
        }
    }

    /// <summary>Sleeps until the bell rings. Returns at once if it has rung since the last sleep.</summary>
    public void WaitForRing()
    {
        lock (_gate)
        {
            if (!_rung)
                Monitor.Wait(_gate);
            _rung = false;
        }
    }

    /// <summary>Refuses new calls, and wakes the loop. Waiting calls stay.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Ring();
        }
    }

    /// <summary>Fails all waiting calls.</summary>
    public void Fail(Exception error)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var request))
                request.Fail(error);
        }
    }

    private void Ring()
    {
        _rung = true;
        Monitor.Pulse(_gate);
    }
}
