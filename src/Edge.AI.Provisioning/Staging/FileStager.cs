using Edge.AI.Catalog;
using Edge.AI.Retries;
using Edge.AI.Sources;
using Edge.AI.Store;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Staging;

/// <summary>Brings all bytes of a file into its partial, from the first of its sources that delivers them.</summary>
internal sealed class FileStager(SourceList sources, DownloadRetries retries, TransferLimits limits, ILogger logger)
{
    public async Task<StagedFile> StageAsync(ProvisioningRun run, FilePlace place)
    {
        run.Progress.Pending();
        var partial = PartialFile.Open(place, run.Progress);
        await using var closed = partial.ConfigureAwait(false);
        run.Progress.Begin(place.File, partial.BytesHere);
        if (partial.BytesHere > 0)
            StagingLog.Resuming(logger, place.File.Name, partial.BytesHere, place.File.Size);

        if (!partial.IsComplete)
            await TransferAsync(run, place, partial).ConfigureAwait(false);

        run.Progress.Verifying(place.File);
        return await partial.FinishAsync(run.Token).ConfigureAwait(false);
    }

    private async Task TransferAsync(ProvisioningRun run, FilePlace place, PartialFile partial)
    {
        var failures = new List<EdgeAIException>();
        foreach (var (source, address) in sources.Of(place.File))
        {
            try
            {
                await TransferAsync(new(run, place, partial, source, address, limits)).ConfigureAwait(false);
                return;
            }
            catch (EdgeAIException failure) when (failure is ModelDownloadException or ModelValidationException)
            {
                // Another source may deliver the file. If none does, all messages are thrown below.
                StagingLog.SourceFailed(logger, place.File.Name, SafeAddress.Of(address), failure.Code, failure.Message);
                failures.Add(failure);
            }
        }

        throw SourceFailure.Of(place.File, failures);
    }

    private async Task TransferAsync(Transfer transfer)
    {
        var attempt = 0;
        await retries.RunAsync(
            transfer.Work,
            async token =>
            {
                transfer.Run.Progress.Attempt(++attempt);
                var before = transfer.Partial.Durable;
                try
                {
                    await AttemptUnpausedAsync(transfer, token).ConfigureAwait(false);
                    return attempt;
                }
                finally
                {
                    await transfer.Partial.CommitAsync().ConfigureAwait(false);
                    if (transfer.Partial.Durable > before)
                        transfer.Work.Budget.Refill();
                }
            },
            transfer.Run.Token).ConfigureAwait(false);
    }

    private async Task AttemptUnpausedAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        var gate = transfer.Run.Control.Gate;
        while (true)
        {
            if (gate.Opened is { IsCompleted: false } opened)
            {
                transfer.Run.Progress.Paused();
                await opened.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            var closing = gate.Closing;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(closing, cancellationToken);
            try
            {
                await AttemptAsync(transfer, either.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                await transfer.Partial.CommitAsync().ConfigureAwait(false); // Paused: the connection is closed, and the loop waits for the gate to open.
            }
        }
    }

    private async Task AttemptAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        using var turn = await limits.Turns.TakeAsync(transfer.Run, cancellationToken).ConfigureAwait(false);
        transfer.Run.Progress.Downloading();
        if (limits.ConnectionsPerFile > 1 || transfer.Partial.HasHoles)
            await new SegmentedTransfer(transfer, logger).RunAsync(cancellationToken).ConfigureAwait(false);
        else
            await transfer.WatchAsync(watchdog => FetchAsync(transfer, watchdog), cancellationToken).ConfigureAwait(false);
    }

    private static async Task FetchAsync(Transfer transfer, StallWatchdog watchdog)
    {
        using var body = await transfer.OpenAsync(transfer.Partial.Length, to: null, watchdog).ConfigureAwait(false);
        var pump = new BodyPump(body, transfer.Place.File.Size, transfer, watchdog);
        await pump.CheckAsync().ConfigureAwait(false);
        await transfer.Partial.BeginAsync(body.From, body.Origin).ConfigureAwait(false);
        await pump.RunAsync().ConfigureAwait(false);
    }
}
