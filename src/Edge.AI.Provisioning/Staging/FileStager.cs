using Edge.AI.Pipeline;
using Edge.AI.Progress;
using Edge.AI.Sources;
using Edge.AI.Store;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Staging;

/// <summary>Brings all bytes of a file into its partial, from the first of its sources that delivers.</summary>
internal sealed class FileStager(SourceList sources, TransferRetries retries, TransferLimits limits, TimeProvider time, ILogger logger)
{
    public async Task<StagedFile> StageAsync(FilePlace place, ProgressTracker progress, DownloadControl control, CancellationToken cancellationToken)
    {
        progress.Pending();
        var partial = PartialFile.Open(place);
        await using var closed = partial.ConfigureAwait(false);
        progress.Begin(place, partial.BytesHere);
        if (partial.BytesHere > 0)
            ProvisioningLog.Resuming(logger, place.File.Name, partial.BytesHere, place.File.Size);

        if (!partial.IsComplete)
            await TransferAsync(new(place, partial, progress, control), cancellationToken).ConfigureAwait(false);

        progress.Verifying(place);
        return await partial.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task TransferAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        var failures = new List<EdgeAIException>();
        foreach (var (source, address) in sources.Of(transfer.Place.File))
        {
            try
            {
                await TransferAsync(transfer, new(source, address, new()), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (EdgeAIException failure) when (failure is ModelDownloadException or ModelValidationException)
            {
                // Another source may do better; if none does, all that they said is thrown below.
                ProvisioningLog.SourceFailed(logger, transfer.Place.File.Name, SafeAddress.Of(address), failure.Code, failure.Message);
                failures.Add(failure);
            }
        }

        throw SourceFailure.Of(transfer.Place.File, failures);
    }

    private async Task TransferAsync(Transfer transfer, TransferSource source, CancellationToken cancellationToken)
    {
        var attempt = 0;
        await retries.For(transfer.Place, source.Budget).ExecuteAsync(
            async token =>
            {
                transfer.Progress.Attempt(++attempt);
                var before = transfer.Partial.Durable;
                try
                {
                    await AttemptUnpausedAsync(transfer, source, token).ConfigureAwait(false);
                }
                finally
                {
                    await transfer.Partial.CommitAsync().ConfigureAwait(false);
                    if (transfer.Partial.Durable > before)
                        source.Budget.Refill();
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task AttemptUnpausedAsync(Transfer transfer, TransferSource source, CancellationToken cancellationToken)
    {
        while (true)
        {
            await OpenedAsync(transfer, cancellationToken).ConfigureAwait(false);
            var closing = transfer.Control.Gate.Closing;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(closing, cancellationToken);
            try
            {
                await AttemptAsync(transfer, source, either.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                await transfer.Partial.CommitAsync().ConfigureAwait(false); // Paused: the connection is closed, and the loop waits for the gate to open.
            }
        }
    }

    private static async Task OpenedAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        if (transfer.Control.Gate.Opened is { IsCompleted: false } opened)
        {
            transfer.Progress.Paused();
            await opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AttemptAsync(Transfer transfer, TransferSource source, CancellationToken cancellationToken)
    {
        using var turn = await limits.Turns.TakeAsync(transfer.Control, transfer.Progress, cancellationToken).ConfigureAwait(false);
        transfer.Progress.Downloading();
        var link = new TransferLink(limits, time, cancellationToken);
        if (limits.ConnectionsPerFile > 1 || transfer.Partial.HasHoles)
            await new SegmentedTransfer(transfer, source, limits.ConnectionsPerFile, link, logger).RunAsync().ConfigureAwait(false);
        else
            await link.WatchAsync(source.Address, watchdog => FetchAsync(transfer, source, link, watchdog)).ConfigureAwait(false);
    }

    private static async Task FetchAsync(Transfer transfer, TransferSource source, TransferLink link, StallWatchdog watchdog)
    {
        var (place, partial, _, _) = transfer;
        using var body = await source.OpenAsync(transfer, partial.Length, to: null, watchdog).ConfigureAwait(false);
        var pump = new BodyPump(body, place.File.Size, transfer, link, watchdog);
        await pump.CheckAsync().ConfigureAwait(false);
        await partial.BeginAsync(body.From, body.Origin).ConfigureAwait(false);
        await pump.RunAsync().ConfigureAwait(false);
    }
}
