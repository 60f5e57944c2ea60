namespace Edge.AI.Provisioning;

/// <summary>How much the transfers of a provisioner may take, all together.</summary>
internal sealed record TransferLimits(TimeSpan StallTimeout, int ConnectionsPerFile, DownloadTurns Turns, BandwidthBucket Bandwidth)
{
    /// <param name="options">Its bandwidth limit may change at any time; the rest is read once.</param>
    /// <param name="time">The clock.</param>
    public static TransferLimits Of(ProvisioningOptions options, TimeProvider time) =>
        new(options.StallTimeout, options.ConnectionsPerFile, new(options.MaxConcurrentDownloads), new(() => options.BandwidthLimit, time));
}
