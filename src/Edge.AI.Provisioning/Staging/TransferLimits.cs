using Edge.AI.Sources;

namespace Edge.AI.Staging;

/// <summary>What the transfers of a provisioner share.</summary>
internal sealed record TransferLimits(StallRule Stall, int ConnectionsPerFile, DownloadTurns Turns, BandwidthBucket Bandwidth, DownloadRetryOptions Retry, TimeProvider Time)
{
    /// <param name="options">The speed limit is read all the time, the rest once.</param>
    /// <param name="time">The clock.</param>
    public static TransferLimits Of(ProvisioningOptions options, TimeProvider time) => new(
        new(options.StallTimeout, options.MinBytesPerSecond),
        options.ConnectionsPerFile,
        new(options.MaxConcurrentDownloads),
        new(() => options.MaxBytesPerSecond, time),
        options.Retry,
        time);
}
