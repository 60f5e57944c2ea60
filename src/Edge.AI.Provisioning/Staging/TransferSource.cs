using Edge.AI.Sources;

namespace Edge.AI.Staging;

/// <summary>One of the sources of a transfer, and what is left of the patience with it.</summary>
internal sealed record TransferSource(IFileSource Source, Uri Address, RetryBudget Budget)
{
    /// <summary>Opens the file where it goes on, or at zero.</summary>
    /// <param name="transfer">The transfer.</param>
    /// <param name="from">The first byte that is missing.</param>
    /// <param name="to">Where to stop if the source can; null for the end of the file.</param>
    /// <param name="watchdog">The connection's own.</param>
    public async Task<FileBody> OpenAsync(Transfer transfer, long from, long? to, StallWatchdog watchdog)
    {
        var request = new FileRequest(transfer.Place.File, Address, from, transfer.Partial.Origin, to) { IsLastTry = Budget.IsSpent, Asking = watchdog.Asks };
        var body = await Source.OpenAsync(request, watchdog.Token).ConfigureAwait(false);
        watchdog.Calm();
        return body;
    }
}
