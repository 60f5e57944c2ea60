namespace Edge.AI.Hosting;

/// <summary>The way of one chat client or embedding generator to its model: when the model is prepared, how long requests wait for it, and whether it ends with its client.</summary>
internal sealed class ModelAccess
{
    private readonly Type _client;
    private readonly IModelHost _host;
    private readonly (ModelTiming Download, ModelTiming Load) _timing;
    private readonly IServiceProvider? _provisioning;
    private readonly IAsyncDisposable? _owner;
    private volatile object? _patience; // a TimeSpan; null for no limit
    private TimeSpan? _idleTimeout;
    private volatile bool _disposed;

    /// <param name="client">The type of the client, for errors.</param>
    /// <param name="host">Loads the model.</param>
    /// <param name="options">The client's options. They are copied.</param>
    /// <param name="provisioning">Finds the services that download and store models; null if there are none.</param>
    /// <param name="owner">The owner of the model, which ends with the client; null if the model is shared.</param>
    public ModelAccess(Type client, IModelHost host, IModelOptions options, IServiceProvider? provisioning, IAsyncDisposable? owner)
    {
        (_client, _host, _provisioning, _owner) = (client, host, provisioning, owner);
        (_timing, _patience, _idleTimeout) = ((options.DownloadAt, options.LoadAt), options.ProvisioningTimeout, options.IdleTimeout);
    }

    public EdgeModel Model => _host.Model;

    /// <summary>How far the model is.</summary>
    public ModelState State => _host.State;

    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, _client);

    /// <summary>Uses the model for a request, which waits as long as the options say.</summary>
    public ValueTask<ModelUse> UseAsync(CancellationToken cancellationToken) => _host.UseAsync((TimeSpan?)_patience, cancellationToken);

    /// <inheritdoc cref="IModelHost.TryPrepare" />
    public bool TryPrepare() => _host.TryPrepare();

    /// <summary>Downloads and loads what must be ready before the host has started.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => _host.PrepareAsync(_timing.Download, _timing.Load, cancellationToken);

    /// <summary>Loads the model, without a limit for the wait.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        using var use = await _host.UseAsync(patience: null, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="IModelHost.UnloadAsync" />
    public Task UnloadAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return _host.UnloadAsync(cancellationToken);
    }

    /// <summary>Returns the model, or a service that downloads and stores it; null for other types.</summary>
    public object? GetService(Type serviceType) =>
        serviceType == typeof(EdgeModel) ? Model
        : serviceType == typeof(IModelProvisioner) || serviceType == typeof(IDownloadQueue) || serviceType == typeof(IModelStore) ? _provisioning?.GetService(serviceType)
        : null;

    /// <summary>Uses changed timeouts from now on. Clients that share a model share the idle timeout that was changed last.</summary>
    public void Follow(IModelOptions options)
    {
        _patience = options.ProvisioningTimeout;
        if (_host is not ModelHost host || _idleTimeout == options.IdleTimeout)
            return;

        _idleTimeout = options.IdleTimeout;
        host.IdleTimeout = options.IdleTimeout;
    }

    /// <summary>Ends the client and its model, if the client owns it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_owner is null)
            return;

        _disposed = true;
        await _owner.DisposeAsync().ConfigureAwait(false);
    }
}
