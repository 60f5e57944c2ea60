using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.Inference;

/// <summary>Requests that wait for a slot, first come first served. A request may have limits of its own.</summary>
/// <param name="maxLength">The most waiting requests, not counting those that a free slot takes at once.</param>
/// <param name="patience">How long a request may wait; null for no limit.</param>
/// <param name="freeSlots">Returns the number of free slots.</param>
/// <param name="time">Measures how long requests wait.</param>
internal sealed class RequestQueue(int maxLength, TimeSpan? patience, Func<int> freeSlots, TimeProvider time) : LoopQueue
{
    private readonly QueueLimits _limits = new(maxLength, patience);
    private readonly LinkedList<Waiting> _waiting = new();

    /// <summary>Returns the number of requests, how long the oldest one has waited, and the number of free slots.</summary>
    public (int Queued, TimeSpan OldestWait, int FreeSlots) Snapshot()
    {
        lock (Gate)
        {
            return (_waiting.Count, _waiting.First is { } oldest ? time.GetElapsedTime(oldest.Value.Since) : TimeSpan.Zero, freeSlots());
        }
    }

    /// <exception cref="EdgeBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The queue was closed.</exception>
    public void Add(Generation generation)
    {
        var limits = generation.Request.Queue ?? _limits;
        lock (Gate)
        {
            ThrowIfClosed(nameof(EdgeChatClient));
            var most = limits.MaxLength + freeSlots();
            if (_waiting.Count >= most)
                DropAbandoned();
            if (_waiting.Count >= most)
                throw new EdgeBusyException(limits.MaxLength);

            var waiting = new Waiting(generation, time.GetTimestamp());
            _waiting.AddLast(waiting);
            if (limits.Patience is { } longest)
                waiting.Timer = time.CreateTimer(_ => GiveUp(waiting, limits.MaxLength, longest), state: null, longest, Timeout.InfiniteTimeSpan);
            Ring();
        }
    }

    /// <summary>Hands the oldest request to a free slot. Both happen under one lock, so that a request is counted exactly once.</summary>
    public bool TryTake(Action<Generation> intoSlot)
    {
        lock (Gate)
        {
            DropAbandoned();
            if (freeSlots() == 0 || !TryDrain(out var generation))
                return false;

            intoSlot(generation);
            return true;
        }
    }

    public bool TryDrain([NotNullWhen(true)] out Generation? generation)
    {
        lock (Gate)
        {
            generation = _waiting.First?.Value.Generation;
            if (_waiting.First is { } first)
                Remove(first);
            return generation is not null;
        }
    }

    private void DropAbandoned()
    {
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Generation.IsAbandoned)
            {
                Remove(node);
                node.Value.Generation.Fail(new OperationCanceledException());
            }

            node = next;
        }
    }

    private void GiveUp(Waiting waiting, int length, TimeSpan waited)
    {
        lock (Gate)
        {
            if (_waiting.Find(waiting) is not { } node)
                return; // a slot has taken it

            Remove(node);
            waiting.Generation.Fail(new EdgeBusyException(length, waited));
        }
    }

    private void Remove(LinkedListNode<Waiting> node)
    {
        _waiting.Remove(node);
        node.Value.Timer?.Dispose();
    }

    private sealed class Waiting(Generation generation, long since)
    {
        public long Since => since;

        public Generation Generation => generation;

        public ITimer? Timer { get; set; }
    }
}
