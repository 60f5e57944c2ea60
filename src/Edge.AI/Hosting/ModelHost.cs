using Edge.AI.Common;

namespace Edge.AI.Hosting;

/// <summary>
/// One model with one set of load options. It is provisioned and loaded on first use, shared by all requests, and unloaded on request, after its idle timeout, or when memory
/// is low. A failure is not remembered: the next request tries again.
/// </summary>
internal sealed class ModelHost : IModelHost, IAsyncDisposable
{
    private readonly ModelLoader _loader;
    private readonly MemoryWatch _memory;
    private readonly TimeProvider _time;
    private readonly ITimer _idleTimer;
    private readonly SingleFlight<HeldModel> _loading = new();
    private readonly Lock _gate = new();
    private HeldModel? _held;
    private TimeSpan? _idleTimeout;
    private int _uses;
    private long _idleSince;
    private TaskCompletionSource? _lastUseEnded; // set while a caller waits to unload
    private Task? _unloading;
    private bool _disposed;

    public ModelHost(ModelLoader loader, MemoryWatch memory, TimeProvider time)
    {
        (_loader, _memory, _time, _idleTimeout) = (loader, memory, time, loader.IdleTimeout);
        _idleTimer = time.CreateTimer(_ => OnIdleTimeout(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _memory.Add(this);
    }

    public EdgeModel Model => _loader.Model;

    /// <summary>How long an idle model stays loaded; null for no limit.</summary>
    public TimeSpan? IdleTimeout
    {
        get
        {
            lock (_gate)
                return _idleTimeout;
        }

        set
        {
            lock (_gate)
            {
                _idleTimeout = value;
                if (!_disposed)
                    _idleTimer.Change(value is { } timeout && _held is not null && _uses == 0 ? timeout : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Since when the model is idle, as a timestamp of the clock; null if it is in use or not loaded.</summary>
    public long? IdleSince
    {
        get
        {
            lock (_gate)
                return _held is not null && _unloading is null && _uses == 0 ? _idleSince : null;
        }
    }

    private bool IsDisposed
    {
        get
        {
            lock (_gate)
                return _disposed;
        }
    }

    public async ValueTask<ModelUse> UseAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryUse(out var unloading) is { } use)
                return use;

            if (unloading is not null)
                await unloading.WaitAsync(cancellationToken).ConfigureAwait(false);
            else
                await LoadTogetherAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task UnloadAsync(CancellationToken cancellationToken) => UnloadAsync("UnloadAsync was called", onlyIfIdle: false, cancellationToken);

    /// <summary>Unloads the model if it is idle.</summary>
    public Task UnloadIfIdleAsync(string reason) => UnloadAsync(reason, onlyIfIdle: true, CancellationToken.None);

    /// <summary>Cancels loading, and unloads the model.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            _lastUseEnded?.TrySetResult();
        }

        _memory.Remove(this);
        await _idleTimer.DisposeAsync().ConfigureAwait(false);
        await _loading.CancelAsync(_loader.Model.Id).ConfigureAwait(false);
        await UnloadAsync("its client was disposed", onlyIfIdle: false, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task LoadTogetherAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _loading.RunAsync(_loader.Model.Id, LoadAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && IsDisposed)
        {
            // The caller did not cancel; the next attempt throws because the host is disposed.
        }
    }

    private ModelUse? TryUse(out Task? unloading)
    {
        lock (_gate)
        {
            if (_disposed)
                throw new ObjectDisposedException(nameof(EdgeChatClient), "The client is disposed.");
            unloading = _unloading;
            if (_held is null || unloading is not null)
                return null;

            _uses++;
            return new(_held.Model, EndUse);
        }
    }

    private void EndUse()
    {
        lock (_gate)
        {
            if (--_uses > 0)
                return;

            _lastUseEnded?.TrySetResult();
            BecomeIdle();
        }
    }

    private void BecomeIdle()
    {
        _idleSince = _time.GetTimestamp();
        if (_idleTimeout is { } timeout && !_disposed)
            _idleTimer.Change(timeout, Timeout.InfiniteTimeSpan);

        _memory.Watch();
    }

    private void OnIdleTimeout()
    {
        // A use may have started or ended since the timer fired.
        if (IdleSince is { } since && IdleTimeout is { } timeout && _time.GetElapsedTime(since) >= timeout)
            _ = UnloadIfIdleAsync($"it was idle for {timeout}");
    }

    private async Task<HeldModel> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_held is { } already)
                return already; // another flight has loaded it in the meantime
        }

        var held = await _loader.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (TryKeep(held))
            return held;

        await held.DisposeAsync().ConfigureAwait(false);
        throw new ObjectDisposedException(nameof(EdgeChatClient), "The model was unloaded while it was being loaded.");
    }

    private bool TryKeep(HeldModel held)
    {
        lock (_gate)
        {
            if (_disposed)
                return false;

            _held = held;
            BecomeIdle();
            return true;
        }
    }

    private async Task UnloadAsync(string reason, bool onlyIfIdle, CancellationToken cancellationToken)
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
                if (held is null || held != _held || (onlyIfIdle && _uses > 0))
                    return;

                underWay = _unloading;
                if (underWay is null)
                {
                    (_unloading, _lastUseEnded) = (ended.Task, lastUseEnded);
                    if (_uses == 0 || _disposed)
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
            await _loader.UnloadAsync(held, reason).ConfigureAwait(false);
            lock (_gate)
                _held = null;
        }
        finally
        {
            // If the wait for the last use was cancelled, the model stays loaded for waiting requests.
            lock (_gate)
                (_unloading, _lastUseEnded) = (null, null);
            ended.SetResult();
        }
    }
}
