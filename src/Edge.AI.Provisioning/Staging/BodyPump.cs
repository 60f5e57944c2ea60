using System.Buffers;
using System.Runtime.CompilerServices;
using Edge.AI.Sources;
using Edge.AI.Store;

namespace Edge.AI.Staging;

/// <summary>Moves a body into a partial file, and lets through only what may be the file.</summary>
/// <param name="body">The bytes.</param>
/// <param name="end">The offset in the file at which they must end.</param>
/// <param name="transfer">Where they go.</param>
/// <param name="link">What the transfer's connections share.</param>
/// <param name="watchdog">This connection's own.</param>
internal sealed class BodyPump(FileBody body, long end, Transfer transfer, TransferLink link, StallWatchdog watchdog)
{
    private const int BufferSize = 256 * 1024;

    private readonly FilePlace _place = transfer.Place;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _filled;

    /// <summary>Looks at the first bytes. A body that is refused here has cost none of the bytes of an earlier attempt.</summary>
    public async Task CheckAsync()
    {
        while (_filled < FirstBytes.Needed && await ReadAsync().ConfigureAwait(false))
            continue;

        if (body.From == 0)
            FirstBytes.Check(_place, _buffer.AsSpan(0, _filled), body.Sender);
        if (body.Length is { } promised && body.From + promised != _place.File.Size && !body.MayBeShort)
            throw WrongLength(body.From + promised);
        if (body.From == 0 && _filled < FirstBytes.Needed)
            throw body.EndedEarly(_place, _filled);
    }

    public async Task RunAsync()
    {
        link.Report(transfer, 0);
        var writer = transfer.Partial.WriterAt(body.From);
        using (var behind = new WriteBehind(_buffer, bytes => Write(writer, bytes)))
        {
            do
            {
                behind.Filled(_filled);
                if (_filled == _buffer.Length) // even the first bytes may fill it, and a read into no room looks like the end
                {
                    behind.StartOver();
                    _filled = 0;
                }
            }
            while (await ReadAsync(behind).ConfigureAwait(false));

            behind.Write();
        }

        // After a failure it is left to the garbage collector, because a read may still be under way into it.
        ArrayPool<byte>.Shared.Return(_buffer);
        if (writer.Position < end)
            throw body.EndedEarly(_place, transfer.Partial.BytesHere);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // Called for every 16 KiB of a file over https: whatever it leaves behind adds up.
    private async ValueTask<bool> ReadAsync(WriteBehind? behind = null)
    {
        var reading = body.ReadAsync(_buffer.AsMemory(_filled, link.Pace.Portion(_buffer.Length - _filled)), watchdog.Token);
        if (!reading.IsCompleted)
            behind?.WriteSoon(); // The disk works while the network does.

        var count = await reading.ConfigureAwait(false);
        watchdog.Arrived(count);
        _filled += count;
        if (count > 0)
            await link.Pace.PayAsync(count, watchdog, watchdog.Token).ConfigureAwait(false);

        return count > 0;
    }

    private void Write(ChunkWriter writer, ReadOnlySpan<byte> bytes)
    {
        if (writer.Position + bytes.Length > end)
            throw WrongLength(null);

        writer.Append(bytes);
        link.Report(transfer, bytes.Length);
    }

    private ModelDownloadException WrongLength(long? actual) => new(
        EdgeErrorCodes.DownloadIncomplete,
        $"{body.Sender} has {(actual is { } length ? $"{length}" : "more")} bytes where the manifest promises {_place.File.Size} for '{_place.File.Name}'.",
        "The source serves another version of the file: update the manifest if you trust it, or use another source.",
        isTransient: false);
}
