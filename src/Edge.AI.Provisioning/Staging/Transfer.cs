using Edge.AI.Progress;
using Edge.AI.Sources;
using Edge.AI.Store;

namespace Edge.AI.Staging;

/// <summary>A file on its way into its partial.</summary>
internal sealed record Transfer(FilePlace Place, PartialFile Partial, ProgressTracker Progress, DownloadControl Control);

/// <summary>What all connections of an attempt share.</summary>
internal sealed record TransferLink(TransferLimits Limits, TimeProvider Time, CancellationToken Token)
{
    private readonly Lock _lock = new();

    public BandwidthBucket Pace => Limits.Bandwidth;

    public void Report(Transfer transfer, int count)
    {
        lock (_lock)
            transfer.Progress.Arrived(transfer.Place, transfer.Partial.BytesHere, count);
    }

    /// <summary>Runs one connection under a watchdog of its own: that one of several is silent must be noticed, however busy the others are.</summary>
    /// <exception cref="ModelDownloadException">It stalled.</exception>
    public async Task WatchAsync(Uri address, Func<StallWatchdog, Task> connection)
    {
        using var watchdog = new StallWatchdog(Limits.Stall, Time, Token);
        try
        {
            await connection(watchdog).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (watchdog.HasBitten)
        {
            throw watchdog.Complaint(watchdog.Asked ?? SafeAddress.Of(address), cause);
        }
    }
}
