using Edge.AI.Sources;

namespace Edge.AI.Staging;

/// <summary>What the transfers of a provisioner share.</summary>
internal sealed class TransferLimits(ProvisioningOptions options, DownloadTurns turns, BandwidthBucket bandwidth, TimeProvider time)
{
    public StallRule Stall => new(options.StallTimeout, options.MinBytesPerSecond);

    public int ConnectionsPerFile => options.ConnectionsPerFile;

    public DownloadTurns Turns => turns;

    public BandwidthBucket Bandwidth => bandwidth;

    public DownloadRetryOptions Retry => options.Retry;

    public TimeProvider Time => time;

    /// <param name="options">They are read for each use, because they may change while downloads run, except the number of concurrent downloads.</param>
    /// <param name="time">The clock.</param>
    public static TransferLimits Of(ProvisioningOptions options, TimeProvider time) => new(options, new(options.MaxConcurrentDownloads), new(() => options.MaxBytesPerSecond, time), time);
}
