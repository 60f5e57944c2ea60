namespace Edge.AI.Provisioning;

/// <summary>
/// Fetches a file over several connections. The first request asks for the first missing segment; only if the answer is that segment,
/// with a validator that holds all parts to one version of the file, do others join in.
/// </summary>
internal sealed class SegmentedTransfer(Transfer transfer, IFileSource source, Uri address, int connections, TransferLink link)
{
    private readonly SegmentQueue _segments = new(transfer.Partial, connections);

    public async Task RunAsync()
    {
        var first = _segments.TryTake()!.Value;
        using var body = await OpenAsync(first, link).ConfigureAwait(false);
        var isSegment = body.IsSegment && body.Origin.Condition is not null;
        var pump = new BodyPump(body, isSegment ? first.To : transfer.Place.File.Size, transfer, link);
        await pump.CheckAsync().ConfigureAwait(false);
        await transfer.Partial.BeginAsync(body.From, body.Origin).ConfigureAwait(false);
        if (isSegment)
            await ShareAsync(pump, first.To).ConfigureAwait(false);
        else
            await pump.RunAsync().ConfigureAwait(false);

        if (!transfer.Partial.IsComplete)
            throw body.EndedEarly(transfer.Place, transfer.Partial.BytesHere);
    }

    private async Task ShareAsync(BodyPump firstPump, long firstEnd)
    {
        if (firstEnd < transfer.Place.File.Size)
            await transfer.Partial.AllowHolesAsync().ConfigureAwait(false);

        using var together = CancellationTokenSource.CreateLinkedTokenSource(link.Token);
        var failure = new TaskCompletionSource<Exception>();
        var shared = link with { Token = together.Token };
        await Task.WhenAll(Enumerable.Range(0, connections).Select(number => WorkAsync(number == 0 ? firstPump : null))).ConfigureAwait(false);
        if (!failure.Task.IsCompleted)
            return;

        var cause = await failure.Task.ConfigureAwait(false);
        if (cause is SourceChangedException changed)
        {
            await transfer.Partial.ForgetAsync().ConfigureAwait(false);
            throw changed.Body.EndedEarly(transfer.Place, 0, cause);
        }

        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);

        async Task WorkAsync(BodyPump? begun)
        {
            try
            {
                await (begun?.RunAsync() ?? Task.CompletedTask).ConfigureAwait(false);
                while (_segments.TryTake() is { } segment)
                    await FetchAsync(segment, shared).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                // The first one is thrown above, when all connections are closed; those that it ends only say that they were ended.
                failure.TrySetResult(error);
                await together.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task FetchAsync((long From, long To) segment, TransferLink shared)
    {
        using var body = await OpenAsync(segment, shared).ConfigureAwait(false);
        if (!body.IsSegment)
            throw new SourceChangedException(body);

        var pump = new BodyPump(body, segment.To, transfer, shared);
        await pump.CheckAsync().ConfigureAwait(false);
        await pump.RunAsync().ConfigureAwait(false);
    }

    private Task<FileBody> OpenAsync((long From, long To) segment, TransferLink over) =>
        source.OpenAsync(new(transfer.Place.File, address, segment.From, transfer.Partial.Origin, segment.To), over.Token);

    private sealed class SourceChangedException(FileBody body) : Exception("The source has another version of the file by now.")
    {
        public FileBody Body => body;
    }
}
