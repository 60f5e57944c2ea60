namespace Edge.AI.Hosting;

/// <summary>
/// A model in memory, and who uses it. It is unloaded only when no request uses it or waits for it to be loaded; requests that arrive while it is being unloaded wait for that.
/// </summary>
/// <param name="unload">Frees the model.</param>
/// <param name="becameIdle">Called under the lock, when the last use of a loaded model has ended.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedModel(Func<HeldModel, string, Task> unload, Action becameIdle, TimeProvider time)
{
    private readonly Lock _gate = new();
    private HeldModel? _held;
    private int _uses;
    private int _waiting; // for the load; as soon as it succeeds, they have a right to use the model
    private long _idleSince;
    private long _lastUsed;
    private TaskCompletionSource? _lastUseEnded; // set while a caller waits to unload
    private Task? _unloading;
    private bool _refusesLoads;
    private bool _closed;

    /// <summary>The model, if it can be used without waiting.</summary>
    public HeldModel? Ready
    {
        get
        {
            lock (_gate)
                return _unloading is null ? _held : null;
        }
    }

    /// <summary>The model, even if it is about to be unloaded.</summary>
    public HeldModel? Held
    {
        get
        {
            lock (_gate)
                return _held;
        }
    }

    /// <summary>Since when the model is idle, as a timestamp of the clock; null if it is in use or not loaded.</summary>
    public long? IdleSince
    {
        get
        {
            lock (_gate)
                return _held is not null && _unloading is null && !IsInUse ? _idleSince : null;
        }
    }

    /// <summary>When a request last began to use the model, as a timestamp of the clock.</summary>
    public long LastUsed => Interlocked.Read(ref _lastUsed);

    /// <summary>Whether it refuses to be loaded, for good.</summary>
    public bool IsEnding
    {
        get
        {
            lock (_gate)
                return _closed || _refusesLoads;
        }
    }

    /// <summary>Whether it refuses everything.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _closed;
        }
    }

    private bool IsInUse => _uses + _waiting > 0;

    /// <summary>The error of a request that can neither use nor load the model any more.</summary>
    public static ObjectDisposedException Ended() => new(nameof(EdgeChatClient), "The client is disposed, or the app is stopping.");

    /// <summary>Uses the model. If it is not loaded, the caller counts as waiting and must load it; if it is being unloaded, the caller must wait for that.</summary>
    /// <exception cref="ObjectDisposedException">It refuses.</exception>
    public ModelUse? TryUseOrWait(out Task? unloading)
    {
        lock (_gate)
        {
            unloading = _unloading;
            if (_closed || (_held is null && _refusesLoads))
                throw Ended();
            if (unloading is not null)
                return null;
            if (_held is not null)
                return Use(_held);

            _waiting++;
            return null;
        }
    }

    /// <summary>Uses the model for a caller that waited, even if another one waits to unload it: that one waits for this use as well. Returns null if it is not loaded.</summary>
    public ModelUse? UseAfterWaiting()
    {
        lock (_gate)
            return _held is null || _closed ? null : Use(_held);
    }

    /// <summary>Ends the wait of a caller, after it uses the model or has given up.</summary>
    public void EndWaiting()
    {
        lock (_gate)
        {
            _waiting--;
            OnLessUse();
        }
    }

    /// <summary>Keeps a loaded model; false if it was closed meanwhile.</summary>
    public bool TryKeep(HeldModel held)
    {
        lock (_gate)
        {
            if (_closed)
                return false;

            _held = held;
            _idleSince = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Refuses loads. A loaded model can still be used.</summary>
    public void RefuseLoads()
    {
        lock (_gate)
            _refusesLoads = true;
    }

    /// <summary>Refuses everything. Unloading no longer waits for uses.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _lastUseEnded?.TrySetResult();
        }
    }

    /// <summary>Unloads the model when the last use has ended.</summary>
    /// <param name="reason">Why, for the log.</param>
    /// <param name="onlyIfIdle">Whether nothing is done if it is in use.</param>
    /// <param name="cancellationToken">Cancels the wait for the last use.</param>
    /// <returns>Whether this call unloaded it.</returns>
    public async Task<bool> UnloadAsync(string reason, bool onlyIfIdle, CancellationToken cancellationToken)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource lastUseEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        HeldModel? held = null;
        while (true)
        {
            Task? underWay;
            lock (_gate)
            {
                held ??= _held;
                if (held is null || held != _held || (onlyIfIdle && IsInUse))
                    return false;

                underWay = _unloading;
                if (underWay is null)
                {
                    (_unloading, _lastUseEnded) = (ended.Task, lastUseEnded);
                    if (!IsInUse || _closed)
                        lastUseEnded.TrySetResult();
                }
            }

            if (underWay is null)
                break;

            await underWay.WaitAsync(cancellationToken).ConfigureAwait(false); // the caller that started it may cancel
        }

        try
        {
            await lastUseEnded.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            await unload(held, reason).ConfigureAwait(false);
            lock (_gate)
                _held = null;
            return true;
        }
        finally
        {
            // If the wait for the last use was cancelled, the model stays loaded for waiting requests.
            lock (_gate)
                (_unloading, _lastUseEnded) = (null, null);
            ended.SetResult();
        }
    }

    private ModelUse Use(HeldModel held)
    {
        _uses++;
        Interlocked.Exchange(ref _lastUsed, time.GetTimestamp());
        return new(held.Model, EndUse);
    }

    private void EndUse()
    {
        lock (_gate)
        {
            _uses--;
            OnLessUse();
        }
    }

    private void OnLessUse()
    {
        if (IsInUse)
            return;

        _lastUseEnded?.TrySetResult();
        if (_held is null)
            return;

        _idleSince = time.GetTimestamp();
        if (!_closed)
            becameIdle();
    }
}
