namespace Edge.AI.Provisioning;

/// <summary>A file on its way into its partial.</summary>
internal sealed record Transfer(FilePlace Place, PartialFile Partial, ProgressTracker Progress, PauseGate Gate);

/// <summary>What all connections of an attempt share.</summary>
internal sealed record TransferLink(StallWatchdog Watchdog, BandwidthBucket Pace, CancellationToken Token)
{
    private readonly Lock _lock = new();

    public void Report(Transfer transfer, int count)
    {
        lock (_lock)
            transfer.Progress.Arrived(transfer.Place, transfer.Partial.BytesHere, count);
    }
}
