using Edge.AI.Inference;

namespace Edge.AI.Embeddings;

/// <summary>Calls whose texts wait for a batch. Calls take turns, text by text, so that a long call does not delay a short one.</summary>
/// <param name="maxLength">The most calls that may wait. A call may have a limit of its own.</param>
internal sealed class EmbeddingQueue(int maxLength) : LoopQueue
{
    private Queue<EmbeddingRequest> _waiting = new();

    /// <summary>Returns the number of calls whose texts wait, and how long the oldest one that has not begun has waited.</summary>
    public (int Length, TimeSpan OldestWait) Snapshot()
    {
        lock (Gate)
        {
            var waiting = _waiting.Where(request => !request.HasEnded).ToList();
            return (waiting.Count, waiting.Where(request => !request.HasBegun).Select(request => request.QueueTime).DefaultIfEmpty().Max());
        }
    }

    /// <exception cref="EdgeBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The queue was closed.</exception>
    public void Add(EmbeddingRequest request)
    {
        lock (Gate)
        {
            ThrowIfClosed(nameof(EdgeEmbeddingGenerator));
            var most = request.MaxQueueLength ?? maxLength;
            if (_waiting.Count >= most)
                _waiting = new(_waiting.Where(waiting => !waiting.HasEnded));
            if (_waiting.Count >= most)
                throw new EdgeBusyException(most);

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
        lock (Gate)
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

    /// <summary>Fails all waiting calls.</summary>
    public void Fail(Exception error)
    {
        lock (Gate)
        {
            while (_waiting.TryDequeue(out var request))
                request.Fail(error);
        }
    }
}
