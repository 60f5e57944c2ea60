using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Edge.AI.Catalog;
using Edge.AI.Retries;

namespace Edge.AI.Sources;

internal sealed class RemoteFileReader(RedirectFollower http, ProvisioningOptions options, DownloadRetries retries, TimeProvider time) : IRemoteFileReader
{
    private const int BufferSize = 256 * 1024;

    public Task<RemoteFilePart> ReadAsync(Uri address, long offset, int count, CancellationToken cancellationToken = default)
    {
        EnsureValid(address);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return RetriedAsync(address, watchdog => ReadAsync(address, offset, count, watchdog), cancellationToken);
    }

    public Task<Sha256Digest> ComputeDigestAsync(Uri address, long size, CancellationToken cancellationToken = default)
    {
        EnsureValid(address);
        return RetriedAsync(address, watchdog => HashAsync(address, size, watchdog), cancellationToken);
    }

    private static void EnsureValid(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri)
            throw new ArgumentException("The address must be absolute.", nameof(address));
    }

    private async Task<RemoteFilePart> ReadAsync(Uri address, long offset, int count, StallWatchdog watchdog)
    {
        Sha256Digest? digest = null;
        using var response = await OpenAsync(address, new(offset, offset + count - 1), watchdog, hop => digest ??= LinkedDigest(hop)).ConfigureAwait(false);
        using var body = BodyOf(response);
        var range = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange : null;
        var (start, size) = range is null ? (0, response.Content.Headers.ContentLength) : (range.From ?? 0, range.Length);
        if (size is not > 0 || start > offset)
            throw Refusal(response, address, "does not state the size of the file");

        var bytes = new byte[(int)Math.Min(count, Math.Max(0, size.Value - offset))];
        await SkipAsync(body, offset - start, watchdog).ConfigureAwait(false);
        for (var filled = 0; filled < bytes.Length;)
        {
            var read = await ReadAsync(body, bytes.AsMemory(filled), watchdog).ConfigureAwait(false);
            filled += read > 0 ? read : throw Refusal(response, address, "ended the file early");
        }

        return new() { FileSize = size.Value, Content = bytes, Digest = digest ?? LinkedDigest(response) };
    }

    private async Task<Sha256Digest> HashAsync(Uri address, long size, StallWatchdog watchdog)
    {
        using var response = await OpenAsync(address, range: null, watchdog, _ => { }).ConfigureAwait(false);
        using var body = BodyOf(response);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, length) = (new byte[BufferSize], 0L);
        while (await ReadAsync(body, buffer, watchdog).ConfigureAwait(false) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
        }

        return length == size ? new(hash.GetHashAndReset()) : throw Refusal(response, address, $"sent {length} bytes of a file of {size}");
    }

    private Task<T> RetriedAsync<T>(Uri address, Func<StallWatchdog, Task<T>> work, CancellationToken cancellationToken) => options.Offline
        ? throw ModelOfflineException.ForAddress(SafeAddress.Of(address), HuggingFace.OfflineSetting(options))
        : retries.RunAsync(new(SafeAddress.Of(address), options.Retry), token => WatchedAsync(address, work, token), cancellationToken);

    private async Task<T> WatchedAsync<T>(Uri address, Func<StallWatchdog, Task<T>> work, CancellationToken cancellationToken)
    {
        using var watchdog = new StallWatchdog(new(options.StallTimeout, options.MinBytesPerSecond), time, cancellationToken);
        try
        {
            return await work(watchdog).ConfigureAwait(false);
        }
        catch (OperationCanceledException silence) when (watchdog.HasStalled)
        {
            throw watchdog.Complaint(watchdog.Asked ?? SafeAddress.Of(address), silence);
        }
    }

    /// <summary>Requests the part, or the whole file if the server refuses to send a part.</summary>
    private async Task<HttpResponseMessage> OpenAsync(Uri address, RangeHeaderValue? range, StallWatchdog watchdog, Action<HttpResponseMessage> onRedirect)
    {
        // The name appears in messages. The size is not used: it is what the caller wants to know.
        var file = new ModelFile { Name = "file", Source = address, Size = 1 };
        var request = new FileRequest(file, address, BytesOnDisk: 0, Origin: null) { Asking = watchdog.Asks };
        var response = await http.SendAsync(request, message =>
        {
            message.Headers.AcceptEncoding.Add(new("identity"));
            message.Headers.Range = range;
        }, watchdog.Token, onRedirect).ConfigureAwait(false);
        watchdog.Calm();
        var coding = ContentCoding.Of(response);
        if (response.IsSuccessStatusCode && coding is null)
            return response;

        using (response)
        {
            if (range is not null && (coding is not null || HttpRefusal.MayConcernTheRange(response.StatusCode)))
                return await OpenAsync(address, range: null, watchdog, onRedirect).ConfigureAwait(false);

            throw coding is null || !response.IsSuccessStatusCode ? HttpRefusal.Of(request, response, time) : HttpFailure.Encoded(response, file, coding);
        }
    }

    private static HttpFileBody BodyOf(HttpResponseMessage response) => new(response, from: 0, new(AnswerAddress.Of(response) ?? ""));

    private static async Task SkipAsync(HttpFileBody body, long count, StallWatchdog watchdog)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0 && await ReadAsync(body, buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), watchdog).ConfigureAwait(false) is > 0 and var read)
            count -= read;
    }

    private static async ValueTask<int> ReadAsync(HttpFileBody body, Memory<byte> buffer, StallWatchdog watchdog)
    {
        var count = await body.ReadAsync(buffer, watchdog.Token).ConfigureAwait(false);
        watchdog.Arrived(count);
        return count;
    }

    /// <summary>Reads the digest that Hugging Face sends with the answer that redirects to a large file (huggingface_hub, HfFileMetadata).</summary>
    private static Sha256Digest? LinkedDigest(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Linked-ETag", out var tags) && tags.FirstOrDefault()?.Trim('"') is { } tag && Sha256Digest.TryParse(tag, out var digest) ? digest : null;

    private static ModelDownloadException Refusal(HttpResponseMessage response, Uri address, string problem) => new(
        EdgeErrorCodes.DownloadIncomplete, $"{AnswerAddress.Of(response) ?? SafeAddress.Of(address)} {problem}.", "Download the file, and use the file instead of the address.", isTransient: false);
}
