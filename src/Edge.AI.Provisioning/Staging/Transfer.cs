using Edge.AI.Catalog;
using Edge.AI.Retries;
using Edge.AI.Sources;
using Edge.AI.Store;

namespace Edge.AI.Staging;

/// <summary>The transfer of a file from one of its sources into its partial.</summary>
internal sealed record Transfer(ProvisioningRun Run, FilePlace Place, PartialFile Partial, IFileSource Source, Uri Address, TransferLimits Limits)
{
    /// <summary>How it is retried with this source, and how many retries are left.</summary>
    public RetriedWork Work { get; } = new(Place.File.Name, Limits.Retry) { OnRetry = failure => DownloadMeter.Retried(Run.Model, failure) };

    /// <summary>Runs one connection with a watchdog of its own: a silent connection must be noticed, however busy the others are.</summary>
    /// <exception cref="ModelDownloadException">The connection stalled.</exception>
    public async Task WatchAsync(Func<StallWatchdog, Task> connection, CancellationToken cancellationToken)
    {
        using var watchdog = new StallWatchdog(Limits.Stall, Limits.Time, cancellationToken);
        try
        {
            await connection(watchdog).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (watchdog.HasStalled)
        {
            throw watchdog.Complaint(watchdog.Asked ?? SafeAddress.Of(Address), cause);
        }
    }

    /// <summary>Opens the file at an offset, or at zero if the source cannot continue there.</summary>
    /// <param name="from">The first missing byte.</param>
    /// <param name="to">Where the source should stop; null for the end of the file.</param>
    /// <param name="watchdog">The connection's watchdog.</param>
    public async Task<FileBody> OpenAsync(long from, long? to, StallWatchdog watchdog)
    {
        var request = new FileRequest(Place.File, Address, from, Partial.Origin, to) { IsLastTry = Work.Budget.IsSpent, Asking = watchdog.Asks };
        var body = await Source.OpenAsync(request, watchdog.Token).ConfigureAwait(false);
        watchdog.Calm();
        return body;
    }
}
