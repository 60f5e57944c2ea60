namespace Edge.AI.Inference;

/// <summary>The requests that wait for a loop, and the bell that wakes it for them.</summary>
internal abstract class LoopQueue
{
    private bool _rung;
    private bool _closed;

    public bool IsClosed
    {
        get
        {
            lock (Gate)
                return _closed;
        }
    }

    /// <summary>The lock of the queue.</summary>
    protected object Gate { get; } = new();

    /// <summary>Wakes the loop. If it does not sleep, its next sleep ends at once.</summary>
    public void Ring()
    {
        lock (Gate)
        {
            _rung = true;
            Monitor.Pulse(Gate);
        }
    }

    /// <summary>Sleeps until the bell rings, or until the time is over. Returns at once if the bell has rung since the last sleep.</summary>
    public void WaitForRing(TimeSpan longest)
    {
        lock (Gate)
        {
            if (!_rung)
                Monitor.Wait(Gate, longest);
            _rung = false;
        }
    }

    /// <summary>Refuses new requests, and wakes the loop. Waiting requests stay.</summary>
    public void Close()
    {
        lock (Gate)
        {
            _closed = true;
            Ring();
        }
    }

    /// <exception cref="ObjectDisposedException">The queue was closed.</exception>
    protected void ThrowIfClosed(string client)
    {
        if (IsClosed)
            throw new ObjectDisposedException(client, "The model is unloaded.");
    }
}
