using System.Runtime.ExceptionServices;
using Edge.AI.Sources;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Staging;

/// <summary>
/// Downloads a file over several connections. The first request asks for the first missing segment. The other connections start only if the answer is
/// that segment, with a validator that ties all parts to one version of the file. If a connection is refused, the others take its segment.
/// </summary>
internal sealed class SegmentedTransfer(Transfer transfer, ILogger logger)
{
    private readonly SegmentQueue _segments = new(transfer.Partial, transfer.Limits.ConnectionsPerFile);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await transfer.WatchAsync(watchdog => BeginAsync(watchdog, together), together.Token).ConfigureAwait(false);
    }

    private async Task BeginAsync(StallWatchdog watchdog, CancellationTokenSource together)
    {
        var first = _segments.TryTake()!.Value;
        using var body = await OpenAsync(first, watchdog).ConfigureAwait(false);
        var isSegment = body.IsSegment && body.Origin.Condition is not null;
        var pump = new BodyPump(body, isSegment ? first.To : transfer.Place.File.Size, transfer, watchdog);
        await pump.CheckAsync().ConfigureAwait(false);
        await transfer.Partial.BeginAsync(body.From, body.Origin).ConfigureAwait(false);
        if (isSegment)
            await ShareAsync(first.To, together, FirstAsync).ConfigureAwait(false);
        else
            await pump.RunAsync().ConfigureAwait(false);

        if (!transfer.Partial.IsComplete)
            throw body.EndedEarly(transfer.Place, transfer.Partial.BytesHere);

        async Task FirstAsync()
        {
            await pump.RunAsync().ConfigureAwait(false);
            watchdog.Dispose(); // The next segments have their own watchdogs.
        }
    }

    private async Task ShareAsync(long firstEnd, CancellationTokenSource together, Func<Task> finishFirst)
    {
        if (firstEnd < transfer.Place.File.Size)
            await transfer.Partial.AllowHolesAsync().ConfigureAwait(false);

        var failure = new TaskCompletionSource<Exception>();
        await Task.WhenAll(Enumerable.Range(0, transfer.Limits.ConnectionsPerFile).Select(number => WorkAsync(number == 0 ? finishFirst : null))).ConfigureAwait(false);
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
                    await transfer.WatchAsync(async watchdog => isRefused = !await TryFetchAsync(segment, watchdog).ConfigureAwait(false), together.Token).ConfigureAwait(false);
                    if (isRefused)
                        return;
                }
            }
            catch (Exception error)
            {
                // The first error is thrown above, when all connections are closed. The errors of the others only say that they were cancelled.
                failure.TrySetResult(error);
                await together.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    /// <returns>False if the source refuses another connection, and the other connections take the segment.</returns>
    private async Task<bool> TryFetchAsync((long From, long To) segment, StallWatchdog watchdog)
    {
        FileBody body;
        try
        {
            body = await OpenAsync(segment, watchdog).ConfigureAwait(false);
        }
        catch (ModelDownloadException refused) when (_segments.TryGiveBack(segment))
        {
            StagingLog.ConnectionRefused(logger, transfer.Place.File.Name, refused.Message);
            return false;
        }

        using (body)
            return await TryFetchAsync(body, segment, watchdog).ConfigureAwait(false);
    }

    private async Task<bool> TryFetchAsync(FileBody body, (long From, long To) segment, StallWatchdog watchdog)
    {
        if (!body.IsSegment)
        {
            if (body.Origin != transfer.Partial.Origin)
                throw new SourceChangedException(body);
            if (!_segments.TryGiveBack(segment))
                throw body.EndedEarly(transfer.Place, transfer.Partial.BytesHere); // The next attempt downloads the whole file.

            StagingLog.ConnectionRefused(logger, transfer.Place.File.Name, $"{body.Sender} sends the whole file only.");
            return false;
        }

        var pump = new BodyPump(body, segment.To, transfer, watchdog);
        await pump.CheckAsync().ConfigureAwait(false);
        await pump.RunAsync().ConfigureAwait(false);
        return true;
    }

    private Task<FileBody> OpenAsync((long From, long To) segment, StallWatchdog watchdog) => transfer.OpenAsync(segment.From, segment.To, watchdog);

    private sealed class SourceChangedException(FileBody body) : Exception("The source has another version of the file now.")
    {
        public FileBody Body => body;
    }
}
