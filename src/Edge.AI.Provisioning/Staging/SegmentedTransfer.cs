using System.Runtime.ExceptionServices;
using Edge.AI.Pipeline;
using Edge.AI.Sources;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Staging;

/// <summary>
/// Fetches a file over several connections. The first request asks for the first missing segment; only if the answer is that segment,
/// with a validator that holds all parts to one version of the file, do others join in. One that is refused leaves its part to the rest.
/// </summary>
internal sealed class SegmentedTransfer(Transfer transfer, TransferSource source, int connections, TransferLink link, ILogger logger)
{
    private readonly SegmentQueue _segments = new(transfer.Partial, connections);

    public async Task RunAsync()
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(link.Token);
        var shared = link with { Token = together.Token };
        await shared.WatchAsync(source.Address, watchdog => BeginAsync(shared, watchdog, together)).ConfigureAwait(false);
    }

    private async Task BeginAsync(TransferLink shared, StallWatchdog watchdog, CancellationTokenSource together)
    {
        var first = _segments.TryTake()!.Value;
        using var body = await OpenAsync(first, watchdog).ConfigureAwait(false);
        var isSegment = body.IsSegment && body.Origin.Condition is not null;
        var pump = new BodyPump(body, isSegment ? first.To : transfer.Place.File.Size, transfer, shared, watchdog);
        await pump.CheckAsync().ConfigureAwait(false);
        await transfer.Partial.BeginAsync(body.From, body.Origin).ConfigureAwait(false);
        if (isSegment)
            await ShareAsync(first.To, shared, together, FirstAsync).ConfigureAwait(false);
        else
            await pump.RunAsync().ConfigureAwait(false);

        if (!transfer.Partial.IsComplete)
            throw body.EndedEarly(transfer.Place, transfer.Partial.BytesHere);

        async Task FirstAsync()
        {
            await pump.RunAsync().ConfigureAwait(false);
            watchdog.Dispose(); // The segments that follow have their own.
        }
    }

    private async Task ShareAsync(long firstEnd, TransferLink shared, CancellationTokenSource together, Func<Task> finishFirst)
    {
        if (firstEnd < transfer.Place.File.Size)
            await transfer.Partial.AllowHolesAsync().ConfigureAwait(false);

        var failure = new TaskCompletionSource<Exception>();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(number => WorkAsync(number == 0 ? finishFirst : null))).ConfigureAwait(false);
        if (!failure.Task.IsCompleted)
            return;

        var cause = await failure.Task.ConfigureAwait(false);
        if (cause is SourceChangedException changed)
        {
            await transfer.Partial.ForgetAsync().ConfigureAwait(false);
            throw changed.Body.EndedEarly(transfer.Place, 0, cause);
        }

        ExceptionDispatchInfo.Throw(cause);

        async Task WorkAsync(Func<Task>? begun)
        {
            try
            {
                await (begun?.Invoke() ?? Task.CompletedTask).ConfigureAwait(false);
                while (_segments.TryTake() is { } segment)
                {
                    var isRefused = false;
                    await shared.WatchAsync(source.Address, async watchdog => isRefused = !await TryFetchAsync(segment, shared, watchdog).ConfigureAwait(false)).ConfigureAwait(false);
                    if (isRefused)
                        return;
                }
            }
            catch (Exception error)
            {
                // The first one is thrown above, when all connections are closed; those that it ends only say that they were ended.
                failure.TrySetResult(error);
                await together.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    /// <returns>False if the source wants no further connection, and others fetch the segment.</returns>
    private async Task<bool> TryFetchAsync((long From, long To) segment, TransferLink shared, StallWatchdog watchdog)
    {
        FileBody body;
        try
        {
            body = await OpenAsync(segment, watchdog).ConfigureAwait(false);
        }
        catch (ModelDownloadException refused) when (_segments.TryGiveBack(segment))
        {
            ProvisioningLog.ConnectionRefused(logger, transfer.Place.File.Name, refused.Message);
            return false;
        }

        using (body)
            return await TryFetchAsync(body, segment, shared, watchdog).ConfigureAwait(false);
    }

    private async Task<bool> TryFetchAsync(FileBody body, (long From, long To) segment, TransferLink shared, StallWatchdog watchdog)
    {
        if (!body.IsSegment)
        {
            if (body.Origin != transfer.Partial.Origin)
                throw new SourceChangedException(body);
            if (!_segments.TryGiveBack(segment))
                throw body.EndedEarly(transfer.Place, transfer.Partial.BytesHere); // The next attempt takes the whole file, if that is all there is.

            ProvisioningLog.ConnectionRefused(logger, transfer.Place.File.Name, $"{body.Sender} sends the whole file only.");
            return false;
        }

        var pump = new BodyPump(body, segment.To, transfer, shared, watchdog);
        await pump.CheckAsync().ConfigureAwait(false);
        await pump.RunAsync().ConfigureAwait(false);
        return true;
    }

    private Task<FileBody> OpenAsync((long From, long To) segment, StallWatchdog watchdog) => source.OpenAsync(transfer, segment.From, segment.To, watchdog);

    private sealed class SourceChangedException(FileBody body) : Exception("The source has another version of the file by now.")
    {
        public FileBody Body => body;
    }
}
