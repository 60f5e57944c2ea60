using Edge.AI.Inference;
using Edge.AI.Provisioning;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>The way of one model from wherever it is into memory.</summary>
internal sealed partial class ModelLoader(EdgeModel model, InferenceOptions options, IModelProvisioner provisioner, ModelLeases leases, ILoggerFactory loggers, TimeProvider time)
{
    private readonly ILogger _logger = loggers.CreateLogger("Edge.AI.Hosting");

    public string ModelId => model.Id;

    public TimeSpan? IdleTimeout => options.IdleTimeout;

    public async Task<HeldModel> LoadAsync(CancellationToken cancellationToken)
    {
        // Taken before the model is looked for, so that nobody deletes it between then and its loading.
        var lease = await leases.AcquireAsync(model.Id, cancellationToken).ConfigureAwait(false);
        try
        {
            var provisioned = await provisioner.EnsureAsync(model, progress: null, cancellationToken).ConfigureAwait(false);
            var started = time.GetTimestamp();
            var loaded = await LoadedModel.LoadAsync(provisioned.Path, options, loggers, cancellationToken).ConfigureAwait(false);
            var elapsed = time.GetElapsedTime(started);
            LogLoaded(_logger, model.Id, elapsed);
            return new(loaded, lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public async Task UnloadAsync(HeldModel held, string reason)
    {
        await held.DisposeAsync().ConfigureAwait(false);
        LogUnloaded(_logger, model.Id, reason);
    }

    [LoggerMessage(EventId = 5000, Level = LogLevel.Information, Message = "Model '{ModelId}' loaded in {Elapsed}")]
    private static partial void LogLoaded(ILogger logger, string modelId, TimeSpan elapsed);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Model '{ModelId}' unloaded: {Reason}")]
    private static partial void LogUnloaded(ILogger logger, string modelId, string reason);
}
