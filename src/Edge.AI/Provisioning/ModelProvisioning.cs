using Microsoft.Extensions.Logging;

namespace Edge.AI.Provisioning;

/// <summary>Puts the parts of provisioning together.</summary>
internal static class ModelProvisioning
{
    public static ModelProvisioner Create(
        ProvisioningOptions options,
        Func<HttpClient> clients,
        TimeProvider time,
        ILoggerFactory loggers,
        IDisposable? owned = null,
        DiskSpace? disk = null,
        string? appFolder = null,
        TryLock? tryLock = null)
    {
        var logger = loggers.CreateLogger("Edge.AI.Provisioning");
        var layout = StoreLayout.Of(options);
        var locks = new ModelLock(layout, time, logger, tryLock ?? FileLock.TryTake);
        var promoter = new ModelPromoter(time, logger);
        var sources = new SourceList([new HttpFileSource(new(clients, options), time), new AppFileSource(appFolder ?? AppContext.BaseDirectory)], options.Offline, OfflineSetting(options));
        var stager = new FileStager(sources, new(time, logger), TransferLimits.Of(options, time), logger);
        var pipeline = new ModelPipeline(locks, sources, disk ?? DiskSpace.OfThisMachine, stager, promoter, options.AllowUnverifiedFiles, logger);
        var store = new ModelStore(layout, locks, new(layout, time, FileLock.TryTake, logger), promoter, time);
        return new(layout, pipeline, store, time, logger, owned);
    }

    /// <summary>Returns the name, as the user knows it, of the setting that turned offline mode on.</summary>
    public static string OfflineSetting(ProvisioningOptions options) => options.Hub.TurnsOffline ? "the environment variable HF_HUB_OFFLINE" : "EdgeAI:Offline";

    /// <summary>Configures a client for downloads. They can take hours, so the client has no timeout of its own; the stall watchdog ends silent connections.</summary>
    public static void Configure(HttpClient client)
    {
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"Edge.AI/{typeof(ModelProvisioning).Assembly.GetName().Version?.ToString(3)}");
    }
}
