using System.Buffers;

namespace Edge.AI.Provisioning;

/// <summary>Moves a body into a partial file, and lets through only what may be the file.</summary>
internal static class BodyPump
{
    private const int BufferSize = 256 * 1024;

    public static async Task PumpAsync(FileBody body, FilePlace place, PartialFile partial, ProgressTracker progress, StallWatchdog watchdog)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var filled = await ReadFirstAsync(body, buffer, watchdog).ConfigureAwait(false);
        if (body.From == 0)
            FirstBytes.Check(place, buffer.AsSpan(0, filled), body.Origin.Address);
        if (body.Length is { } promised && body.From + promised != place.File.Size && !body.MayBeShort)
            throw WrongLength(place, body, body.From + promised);
        if (body.From == 0 && filled < FirstBytes.Needed)
            throw body.EndedEarly(place, filled);

        // Only now: a refused body must not cost the bytes of an earlier attempt.
        await partial.BeginAsync(body.From, body.Origin).ConfigureAwait(false);
        progress.Arrived(place, partial.Length, count: 0);

        var written = 0;
        for (var isOver = filled == 0; !isOver;)
        {
            var reading = body.ReadAsync(buffer.AsMemory(filled), watchdog.Token);
            if (!reading.IsCompleted)
                Write(); // The disk works while the network does.

            var count = await reading.ConfigureAwait(false);
            watchdog.Calm();
            filled += count;
            isOver = count == 0;
            if (isOver || filled == buffer.Length)
                Write();
            if (filled == buffer.Length)
                filled = written = 0;
        }

        // After a failure it is left to the garbage collector, because a read may still be under way into it.
        ArrayPool<byte>.Shared.Return(buffer);
        if (!partial.IsComplete)
            throw body.EndedEarly(place, partial.Length);

        void Write()
        {
            var count = filled - written;
            if (partial.Length + count > place.File.Size)
                throw WrongLength(place, body, null);
            if (count == 0)
                return;

            partial.Append(buffer.AsSpan(written, count));
            written = filled;
            progress.Arrived(place, partial.Length, count);
        }
    }

    private static async ValueTask<int> ReadFirstAsync(FileBody body, byte[] buffer, StallWatchdog watchdog)
    {
        var count = 0;
        while (count < FirstBytes.Needed)
        {
            var read = await body.ReadAsync(buffer.AsMemory(count), watchdog.Token).ConfigureAwait(false);
            if (read == 0)
                break;

            watchdog.Calm();
            count += read;
        }

        return count;
    }

    private static ModelDownloadException WrongLength(FilePlace place, FileBody body, long? actual) => new(
        EdgeErrorCodes.DownloadIncomplete,
        $"{body.Origin.Address} has {(actual is { } length ? $"{length}" : "more")} bytes where the manifest promises {place.File.Size} for '{place.File.Name}'.",
        "The source serves another version of the file: update the manifest if you trust it, or use another source.",
        isTransient: false);
}
