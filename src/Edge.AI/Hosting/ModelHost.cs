using Edge.AI.Common;

namespace Edge.AI.Hosting;

/// <summary>
/// One model with one set of load options. It is provisioned and loaded on first use or ahead of it, shared by all requests, and unloaded on request, after its idle timeout,
/// when memory is low, or to make room for another model. A failure is not remembered: the next request tries again.
/// </summary>
internal sealed class ModelHost : IModelHost, IAsyncDisposable
{
    private readonly ModelLoader _loader;
    private readonly MemoryWatch _memory;
    private readonly ModelBudget _budget;
    private readonly TimeProvider _time;
    private readonly ITimer _idleTimer;
    private readonly SharedModel _shared;
    private readonly SingleFlight<HeldModel> _loading = new();
    private readonly ModelReadiness _readiness = new();
    private readonly ModelPreparation _preparation;
    private readonly Lock _gate = new();
    private TimeSpan? _idleTimeout;
    private volatile Task _lastLoad = Task.CompletedTask;

    public ModelHost(ModelLoader loader, MemoryWatch memory, ModelBudget budget, TimeProvider time)
    {
        (_loader, _memory, _budget, _time, _idleTimeout) = (loader, memory, budget, time, loader.IdleTimeout);
        _shared = new(loader.UnloadAsync, OnIdle, time);
        _preparation = new(this, loader.Logger, time);
        _idleTimer = time.CreateTimer(_ => OnIdleTimeout(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _memory.Add(this);
    }

    public EdgeModel Model => _loader.Model;

    public ModelState State
    {
        get
        {
            if (_shared.Ready is { } ready)
                return new(ModelPhase.Ready) { Load = ready.Model.Load, Runtime = ready.Model.Runtime };

            var state = _readiness.Current;
            return state.Phase == ModelPhase.Idle && _preparation.IsRunning ? state with { Phase = ModelPhase.Provisioning } : state;
        }
    }

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
                _idleTimeout = value;

            if (!_shared.IsClosed)
                _idleTimer.Change(value is { } timeout && _shared.IdleSince is not null ? timeout : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc cref="SharedModel.IdleSince" />
    public long? IdleSince => _shared.IdleSince;

    /// <inheritdoc cref="SharedModel.LastUsed" />
    public long LastUsed => _shared.LastUsed;

    /// <summary>Uses the model, without a limit for the wait.</summary>
    public async ValueTask<ModelUse> UseAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_shared.TryUseOrWait(out var unloading) is { } use)
                return use;
            if (unloading is not null)
                await unloading.WaitAsync(cancellationToken).ConfigureAwait(false);
            else if (await LoadAndUseAsync(cancellationToken).ConfigureAwait(false) is { } loaded)
                return loaded;
        }
    }

    public async ValueTask<ModelUse> UseAsync(TimeSpan? patience, CancellationToken cancellationToken)
    {
        if (patience is { } longest && _shared is { Ready: null, IsEnding: false })
            await PrepareWithinAsync(longest, cancellationToken).ConfigureAwait(false);

        return await UseAsync(cancellationToken).ConfigureAwait(false);
    }

    public bool TryPrepare()
    {
        if (_shared.Ready is not null)
            return true;

        _ = _preparation.Begin();
        return false;
    }

    public async Task PrepareAsync(ModelTiming downloadAt, ModelTiming loadAt, CancellationToken cancellationToken)
    {
        if (loadAt == ModelTiming.Start)
            (await UseAsync(cancellationToken).ConfigureAwait(false)).Dispose();
        else if (downloadAt == ModelTiming.Start)
            await DownloadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins to download and load what must be ready without a request. After errors that can pass, it is tried again.</summary>
    public void PrepareInBackground(ModelTiming downloadAt, ModelTiming loadAt)
    {
        if (loadAt != ModelTiming.FirstUse)
            _preparation.KeepLoading();
        else if (downloadAt != ModelTiming.FirstUse)
            _preparation.KeepDownloading();
    }

    /// <summary>Downloads the model, without loading it.</summary>
    public Task DownloadAsync(CancellationToken cancellationToken) => _readiness.TrackAsync(() => _loader.ProvisionAsync(_readiness, cancellationToken));

    /// <summary>Ends downloads and loading for good. Requests that wait for them fail; a loaded model can still be used.</summary>
    public async Task StopLoadingAsync()
    {
        _shared.RefuseLoads();
        await _preparation.StopAsync().ConfigureAwait(false);
        await _loading.CancelAsync(Model.Id).ConfigureAwait(false);
    }

    /// <summary>Fails all running requests.</summary>
    public void EndRequests() => _shared.Held?.Model.EndRequests();

    public Task UnloadAsync(CancellationToken cancellationToken) => _shared.UnloadAsync("UnloadAsync was called", onlyIfIdle: false, cancellationToken);

    /// <summary>Unloads the model if it is idle.</summary>
    public Task UnloadIfIdleAsync(string reason) => _shared.UnloadAsync(reason, onlyIfIdle: true, CancellationToken.None);

    /// <summary>Unloads the model to make room for another one, when it is loaded and its requests have ended. Requests that arrive meanwhile wait, and load it again.</summary>
    public async Task EvictAsync(string forModel, CancellationToken cancellationToken)
    {
        if (_shared.Held is null)
            await _lastLoad.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (await _shared.UnloadAsync($"its memory is needed for '{forModel}' (EdgeAI:MemoryBudget)", onlyIfIdle: false, cancellationToken).ConfigureAwait(false))
            MemoryMeter.Evicted(Model.Id);
    }

    /// <summary>Cancels loading, and unloads the model.</summary>
    public async ValueTask DisposeAsync()
    {
        _shared.Close();
        _memory.Remove(this);
        await _idleTimer.DisposeAsync().ConfigureAwait(false);
        await StopLoadingAsync().ConfigureAwait(false);
        await _shared.UnloadAsync("its client was disposed", onlyIfIdle: false, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task PrepareWithinAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await _preparation.Begin().WaitAsync(longest, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ModelNotReadyException(Model.Id, State);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw SharedModel.Ended();
        }
    }

    /// <summary>Loads the model, together with all callers that wait for it, and uses it. Returns null if it has to be tried again.</summary>
    private async Task<ModelUse?> LoadAndUseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _loading.RunAsync(Model.Id, LoadAsync, cancellationToken).ConfigureAwait(false);
            return _shared.UseAfterWaiting();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && _shared.IsEnding)
        {
            throw SharedModel.Ended();
        }
        finally
        {
            _shared.EndWaiting();
        }
    }

    private async Task<HeldModel> LoadAsync(CancellationToken cancellationToken)
    {
        if (_shared.Held is { } already)
            return already; // another flight has loaded it in the meantime

        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _lastLoad = ended.Task;
        try
        {
            return await _readiness.TrackAsync(() => LoadAndKeepAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (ModelMemoryException e) when (_budget.IsLimitOf(e))
        {
            throw ModelBudget.Exceeded(Model.Id, e.RequiredBytes, e.AvailableBytes);
        }
        finally
        {
            ended.SetResult();
        }
    }

    private async Task<HeldModel> LoadAndKeepAsync(CancellationToken cancellationToken)
    {
        var held = await _loader.LoadAsync(_readiness, new(this, _readiness, _budget), cancellationToken).ConfigureAwait(false);
        if (_shared.TryKeep(held))
            return held;

        await held.DisposeAsync().ConfigureAwait(false);
        throw new OperationCanceledException("The model was unloaded while it was being loaded.");
    }

    private void OnIdle()
    {
        if (IdleTimeout is { } timeout)
            _idleTimer.Change(timeout, Timeout.InfiniteTimeSpan);

        _memory.Watch();
    }

    private void OnIdleTimeout()
    {
        // A use may have started or ended since the timer fired.
        if (IdleSince is { } since && IdleTimeout is { } timeout && _time.GetElapsedTime(since) >= timeout)
            _ = UnloadIfIdleAsync($"it was idle for {timeout}");
    }
}
