using System.Runtime.CompilerServices;
using Edge.AI.Sources;
using Edge.AI.Store;

namespace Edge.AI.Staging;

/// <summary>Moves a body into a partial file, and refuses a body that cannot be the file.</summary>
/// <param name="body">The bytes.</param>
/// <param name="end">The offset in the file at which they must end.</param>
/// <param name="transfer">The transfer that they belong to.</param>
/// <param name="watchdog">The connection's watchdog.</param>
internal sealed class BodyPump(FileBody body, long end, Transfer transfer, StallWatchdog watchdog)
{
    private readonly FilePlace _place = transfer.Place;
    private readonly PartialWriter _writer = transfer.Partial.OpenWriter(body.From);

    /// <summary>Validates the first bytes. A body that is refused here has not replaced any bytes of an earlier attempt.</summary>
    public async Task CheckAsync()
    {
        while (_writer.Unwritten.Length < FirstBytes.Needed && await ReadAsync(isChecked: false).ConfigureAwait(false))
            continue;

        if (body.From == 0)
            FirstBytes.Check(_place, _writer.Unwritten, body.Sender);
        if (body.Length is { } promised && body.From + promised != _place.File.Size && !body.MayBeShort)
            throw WrongLength(body.From + promised);
        if (body.From == 0 && _writer.Unwritten.Length < FirstBytes.Needed)
            throw body.EndedEarly(_place, _writer.Unwritten.Length);
    }

    public async Task RunAsync()
    {
        using (_writer)
        {
            EnsureFits(0);
            while (await ReadAsync(isChecked: true).ConfigureAwait(false))
                continue;

            _writer.Complete();
        }

        if (_writer.Position < end)
            throw body.EndedEarly(_place, transfer.Partial.BytesHere);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // Called for every 16 KiB of a file over https, so each allocation counts.
    private async ValueTask<bool> ReadAsync(bool isChecked)
    {
        var reading = body.ReadAsync(_writer.GetMemory(transfer.Limits.Bandwidth), watchdog.Token);
        if (isChecked && !reading.IsCompleted)
            _writer.WriteSoon(); // The disk works while the network does.

        var count = await reading.ConfigureAwait(false);
        watchdog.Arrived(count);
        if (transfer.Source.NeedsNetwork)
            DownloadMeter.Arrived(transfer.Run.Model, count);
        if (isChecked)
            EnsureFits(count); // Before the writer may write them.

        _writer.Advance(count);
        if (count > 0)
            await transfer.Limits.Bandwidth.PayAsync(count, watchdog, watchdog.Token).ConfigureAwait(false);

        return count > 0;
    }

    private void EnsureFits(int count)
    {
        if (_writer.Received + count <= end)
            return;

        _writer.Drop();
        throw WrongLength(null);
    }

    private ModelDownloadException WrongLength(long? actual) => new(
        EdgeErrorCodes.DownloadIncomplete,
        $"{body.Sender} has {(actual is { } length ? $"{length}" : "more")} bytes, but the manifest says {_place.File.Size} for '{_place.File.Name}'.",
        "The source has another version of the file. Update the manifest if you trust it, or use another source.",
        isTransient: false);
}
