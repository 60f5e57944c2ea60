namespace Edge.AI.Staging;

/// <summary>How much the transfers of a provisioner may take, all together.</summary>
internal sealed record TransferLimits(StallRule Stall, int ConnectionsPerFile, DownloadTurns Turns, BandwidthBucket Bandwidth)
{
    /// <param name="options">Its bandwidth limit may change at any time; the rest is read once.</param>
    /// <param name="time">The clock.</param>
    public static TransferLimits Of(ProvisioningOptions options, TimeProvider time) => new(
        new(options.StallTimeout, options.StallSpeed),
        options.ConnectionsPerFile,
        new(options.MaxConcurrentDownloads),
        new(() => options.BandwidthLimit, time));
}
