using Edge.AI.Disk;
using Edge.AI.Sources;
using Edge.AI.Staging;
using Edge.AI.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Pipeline;

/// <summary>Puts the parts of provisioning together, for a service container and for those who use none.</summary>
internal static class ModelProvisioning
{
    public const string HttpClientName = "Edge.AI";

    public static ModelProvisioner CreateProvisioner(
        ProvisioningOptions options, Func<HttpClient> clients, TimeProvider time, ILoggerFactory loggers, DiskSpace? disk = null, string? appFolder = null, TryLock? tryLock = null)
    {
        var logger = loggers.CreateLogger("Edge.AI.Provisioning");
        var layout = StoreLayout.Of(options);
        var sources = new SourceList([new HttpFileSource(new(clients, options), time), new AppFileSource(appFolder ?? AppContext.BaseDirectory)], options.Offline, OfflineSetting(options));
        var stager = new FileStager(sources, new(time, logger), TransferLimits.Of(options, time), time, logger);
        var pipeline = new ModelPipeline(new(layout, time, logger, tryLock ?? FileLock.TryTake), sources, disk ?? DiskSpace.OfThisMachine, stager, new(time, logger), options.AllowUnverifiedFiles, logger);
        return new(layout, pipeline, time, logger);
    }

    public static ModelStore CreateStore(ProvisioningOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var layout = StoreLayout.Of(options);
        return new(layout, new(layout, time, loggers.CreateLogger("Edge.AI.Provisioning"), FileLock.TryTake), CreateLeases(options, time, loggers), time);
    }

    public static ModelLeases CreateLeases(ProvisioningOptions options, TimeProvider time, ILoggerFactory? loggers = null) =>
        new(StoreLayout.Of(options), time, FileLock.TryTake, (loggers ?? NullLoggerFactory.Instance).CreateLogger("Edge.AI.Provisioning"));

    /// <summary>What turned offline mode on, as its user knows it.</summary>
    public static string OfflineSetting(ProvisioningOptions options) => options.Hub.TurnsOffline ? "the environment variable HF_HUB_OFFLINE" : "EdgeAI:Offline";

    /// <summary>Downloads of hours need a client without a timeout of its own: the stall watchdog is the better judge.</summary>
    public static void Configure(HttpClient client)
    {
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"Edge.AI/{typeof(ModelProvisioning).Assembly.GetName().Version?.ToString(3)}");
    }
}
