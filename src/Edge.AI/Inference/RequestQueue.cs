using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.Inference;

/// <summary>Requests that wait for a slot, first come first served, and the bell that wakes the loop for them.</summary>
/// <param name="maxLength">How many may wait beyond those that a free slot will take at once.</param>
/// <param name="freeSlots">How many slots are free at the moment.</param>
internal sealed class RequestQueue(int maxLength, Func<int> freeSlots)
{
    private readonly object _gate = new();
    private readonly Queue<Generation> _waiting = new();
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

    /// <exception cref="EdgeBusyException">As many wait as may.</exception>
    /// <exception cref="ObjectDisposedException">The queue was closed.</exception>
    public void Add(Generation generation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(EdgeChatClient));
            if (_waiting.Count >= maxLength + freeSlots())
                throw new EdgeBusyException(maxLength);

            _waiting.Enqueue(generation);
            Ring();
        }
    }

    /// <summary>Hands the oldest request to a free slot; both happen in one step, so that nobody counts it twice or not at all.</summary>
    public bool TryTake(Action<Generation> intoSlot)
    {
        lock (_gate)
        {
            if (freeSlots() == 0 || !_waiting.TryDequeue(out var generation))
                return false;

            intoSlot(generation);
            return true;
        }
    }

    /// <summary>Wakes the loop, now or when it next wants to sleep.</summary>
    public void Ring()
    {
        lock (_gate)
        {
            _rung = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Sleeps until the bell rings, or for so long; not at all if it rang since the last time.</summary>
    public void WaitForRing(TimeSpan longest)
    {
        lock (_gate)
        {
            if (!_rung)
                Monitor.Wait(_gate, longest);
            _rung = false;
        }
    }

    /// <summary>Refuses requests from now on; those that wait can still be drained.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Ring();
        }
    }

    public bool TryDrain([NotNullWhen(true)] out Generation? generation)
    {
        lock (_gate)
            return _waiting.TryDequeue(out generation);
    }
}
