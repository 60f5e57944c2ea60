using Edge.AI.Chat;
using Edge.AI.Inference;
using Edge.AI.Provisioning;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>
/// One model with one set of load options: provisioned and loaded when first asked for, then shared by everyone who asks.
/// A failure is not kept: the next request tries again.
/// </summary>
internal sealed partial class ModelHost(EdgeModel model, InferenceOptions options, IModelProvisioner provisioner, ModelLeases leases, ILoggerFactory loggers, TimeProvider time)
    : IModelHost, IAsyncDisposable
{
    private readonly SingleFlight<LoadedModel> _loading = new();
    private readonly Lock _gate = new();
    private readonly ILogger _logger = loggers.CreateLogger("Edge.AI.Hosting");
    private LoadedModel? _loaded;
    private IDisposable? _lease;
    private bool _disposed;

    public ValueTask<LoadedModel> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _loaded is { } loaded ? new(loaded) : new(_loading.RunAsync(model.Id, LoadAsync, cancellationToken));
        }
    }

    /// <summary>Ends what is under way and unloads the model.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _disposed = true;

        await _loading.CancelAsync(model.Id).ConfigureAwait(false);
        if (_loaded is { } loaded)
            await loaded.DisposeAsync().ConfigureAwait(false);

        _lease?.Dispose();
    }

    private async Task<LoadedModel> LoadAsync(CancellationToken cancellationToken)
    {
        if (_loaded is { } already)
            return already; // it landed between a caller's look and its own flight

        // Taken before the model is looked for, so that nobody deletes it between then and its loading.
        var lease = await leases.AcquireAsync(model.Id, cancellationToken).ConfigureAwait(false);
        try
        {
            return await LoadAsync(lease, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private async Task<LoadedModel> LoadAsync(IDisposable lease, CancellationToken cancellationToken)
    {
        var provisioned = await provisioner.EnsureAsync(model, progress: null, cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        var loaded = await LoadedModel.LoadAsync(provisioned.Path, options, loggers, cancellationToken).ConfigureAwait(false);
        if (!TryKeep(loaded, lease))
        {
            await loaded.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(EdgeChatClient), "The model was unloaded while it was being loaded.");
        }

        var elapsed = time.GetElapsedTime(started);
        LogLoaded(_logger, model.Id, elapsed);
        return loaded;
    }

    private bool TryKeep(LoadedModel loaded, IDisposable lease)
    {
        lock (_gate)
        {
            if (!_disposed)
                (_loaded, _lease) = (loaded, lease);
            return !_disposed;
        }
    }

    [LoggerMessage(EventId = 5000, Level = LogLevel.Information, Message = "Model '{ModelId}' loaded in {Elapsed}")]
    private static partial void LogLoaded(ILogger logger, string modelId, TimeSpan elapsed);
}
