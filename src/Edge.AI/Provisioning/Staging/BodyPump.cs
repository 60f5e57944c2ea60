using System.Buffers;

namespace Edge.AI.Provisioning;

/// <summary>Moves a body into a partial file, and lets through only what may be the file.</summary>
internal static class BodyPump
{
    private const int BufferSize = 256 * 1024;

    /// <summary>So many bytes may be lost when the power fails; smaller steps would cost speed.</summary>
    private const long CommitInterval = 64L * 1024 * 1024;

    public static async Task PumpAsync(FileBody body, FilePlace place, PartialFile partial, ProgressTracker progress, StallWatchdog watchdog)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var count = await ReadFirstAsync(body, buffer, watchdog).ConfigureAwait(false);
            if (body.From == 0)
                FirstBytes.Check(place, buffer.AsSpan(0, count), body.Origin.Address);
            if (body.Length is { } promised && body.From + promised != place.File.Size && !body.MayBeShort)
                throw WrongLength(place, body, body.From + promised);
            if (body.From == 0 && count < FirstBytes.Needed)
                throw body.EndedEarly(place, count);

            // Only now: a refused body must not cost the bytes of an earlier attempt.
            partial.Begin(body.From, body.Origin);
            progress.Arrived(place, partial.Length, count: 0);

            for (; count > 0; count = await ReadAsync(body, buffer, watchdog).ConfigureAwait(false))
            {
                if (partial.Length + count > place.File.Size)
                    throw WrongLength(place, body, null);

                await partial.AppendAsync(buffer.AsMemory(0, count), watchdog.Token).ConfigureAwait(false);
                progress.Arrived(place, partial.Length, count);
                if (partial.Length - partial.Durable >= CommitInterval)
                    partial.Commit();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (!partial.IsComplete)
            throw body.EndedEarly(place, partial.Length);
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

    private static async ValueTask<int> ReadAsync(FileBody body, byte[] buffer, StallWatchdog watchdog)
    {
        var read = await body.ReadAsync(buffer, watchdog.Token).ConfigureAwait(false);
        watchdog.Calm();
        return read;
    }

    private static ModelDownloadException WrongLength(FilePlace place, FileBody body, long? actual) => new(
        EdgeErrorCodes.DownloadIncomplete,
        $"{body.Origin.Address} has {(actual is { } length ? $"{length}" : "more")} bytes where the manifest promises {place.File.Size} for '{place.File.Name}'.",
        "The source serves another version of the file: update the manifest if you trust it, or use another source.",
        isTransient: false);
}
