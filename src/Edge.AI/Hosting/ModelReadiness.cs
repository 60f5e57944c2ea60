namespace Edge.AI.Hosting;

/// <summary>Records how far the attempts to download and load a model are, and how the last one ended.</summary>
internal sealed class ModelReadiness : IProgress<ProvisioningProgress>
{
    private readonly Lock _gate = new();
    private int _running;
    private ProvisioningProgress? _download;
    private float? _loaded;
    private Exception? _error;

    /// <summary>The state, as if the model was not in memory.</summary>
    public ModelState Current
    {
        get
        {
            lock (_gate)
            {
                var phase = _running == 0 ? _error is null ? ModelPhase.Idle : ModelPhase.Failed
                    : _loaded is null ? ModelPhase.Provisioning
                    : ModelPhase.Loading;
                return _running == 0 ? new(phase, Error: _error) : new(phase, _download, _loaded, _error);
            }
        }
    }

    /// <summary>Runs an attempt. A failure is kept until an attempt succeeds; a cancelled attempt changes nothing.</summary>
    public async Task<T> TrackAsync<T>(Func<Task<T>> attempt)
    {
        lock (_gate)
        {
            if (_running++ == 0)
                (_download, _loaded) = (null, null);
        }

        try
        {
            var result = await attempt().ConfigureAwait(false);
            End(error: null);
            return result;
        }
        catch (Exception e)
        {
            End(e);
            throw;
        }
    }

    public void Report(ProvisioningProgress value)
    {
        lock (_gate)
            _download = value;
    }

    /// <summary>Records the fraction of the weights that is in memory.</summary>
    public void Report(float value)
    {
        lock (_gate)
            _loaded = value;
    }

    private void End(Exception? error)
    {
        lock (_gate)
        {
            _running--;
            if (error is not OperationCanceledException)
                _error = error;
        }
    }
}
