using System.Net;
using System.Net.Http.Headers;
using Edge.AI.Sources;
using Edge.AI.Staging;

namespace Edge.AI.Cli.Manifests;

/// <summary>Files on web servers, looked at without being downloaded; credentials, redirects and patience as in a download.</summary>
internal sealed class RemoteFiles(RedirectFollower http, ProvisioningOptions options)
{
    /// <summary>Reads a stretch of a file; no more of it travels if the server does ranges.</summary>
    /// <exception cref="EdgeAIException">The file can't be had.</exception>
    public Task<RemotePart> ReadAsync(Uri address, long from, int count, CancellationToken cancellationToken) => WatchedAsync(address, async watchdog =>
    {
        string? digest = null;
        using var response = await OpenAsync(address, new(from, from + count - 1), watchdog, hop => digest ??= LinkedDigest(hop));
        await using var body = new RemoteBody(response, watchdog);
        var range = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange : null;
        var (start, size) = range is null ? (0, response.Content.Headers.ContentLength) : (range.From ?? 0, range.Length);
        if (size is not > 0 || start > from)
            throw Refusal(response, address, "does not tell the size of the file");

        await SkipAsync(body, from - start, watchdog.Token);
        var bytes = new byte[(int)Math.Min(count, Math.Max(0, size.Value - from))];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, watchdog.Token);
        return read == bytes.Length ? new RemotePart(size.Value, bytes, digest ?? LinkedDigest(response)) : throw Refusal(response, address, "ended the file early");
    }, cancellationToken);

    /// <summary>Reads the whole file to compute its digest; nothing is kept.</summary>
    /// <exception cref="EdgeAIException">The file can't be had.</exception>
    public Task<Sha256Digest> HashAsync(Uri address, long size, CancellationToken cancellationToken) => WatchedAsync(address, async watchdog =>
    {
        using var response = await OpenAsync(address, range: null, watchdog, _ => { });
        await using var body = new RemoteBody(response, watchdog);
        var (digest, length) = await StreamDigest.OfAsync(body, watchdog.Token);
        return length == size ? digest : throw Refusal(response, address, $"sent {length} bytes of a file of {size}");
    }, cancellationToken);

    private async Task<T> WatchedAsync<T>(Uri address, Func<StallWatchdog, Task<T>> look, CancellationToken cancellationToken)
    {
        if (options.Offline)
        {
            throw new EdgeAIException(
                EdgeErrorCodes.Offline,
                $"{SafeAddress.Of(address)} can't be asked: offline mode is on.",
                options.Hub.TurnsOffline ? "Unset the environment variable HF_HUB_OFFLINE, or name a file on this machine." : "Leave out --offline, or name a file on this machine.");
        }

        using var watchdog = new StallWatchdog(new(options.StallTimeout, options.MinBytesPerSecond), TimeProvider.System, cancellationToken);
        try
        {
            return await look(watchdog);
        }
        catch (OperationCanceledException silence) when (watchdog.HasBitten)
        {
            throw watchdog.Complaint(watchdog.Asked ?? SafeAddress.Of(address), silence);
        }
    }

    /// <summary>Opens the stretch, or the whole file where the server refuses to send a part.</summary>
    private async Task<HttpResponseMessage> OpenAsync(Uri address, RangeHeaderValue? range, StallWatchdog watchdog, Action<HttpResponseMessage> onRedirect)
    {
        // The name goes into messages, the size nowhere: it is what is to be found out.
        var request = new FileRequest(new("file", address, Size: 1, Digest: null), address, BytesOnDisk: 0, Origin: null) { Asking = watchdog.Asks };
        var response = await http.SendAsync(request, message =>
        {
            message.Headers.AcceptEncoding.Add(new("identity"));
            message.Headers.Range = range;
        }, watchdog.Token, onRedirect);
        watchdog.Calm();
        var coding = ContentCoding.Of(response);
        if (response.IsSuccessStatusCode && coding is null)
            return response;

        using (response)
        {
            if (range is not null && (coding is not null || HttpRefusal.MayConcernTheRange(response.StatusCode)))
                return await OpenAsync(address, range: null, watchdog, onRedirect);

            throw coding is null || !response.IsSuccessStatusCode ? HttpRefusal.Of(request, response, TimeProvider.System) : HttpFailure.Encoded(response, request.File, coding);
        }
    }

    private static async Task SkipAsync(Stream body, long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0 && await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken) is > 0 and var read)
            count -= read;
    }

    /// <summary>Hugging Face names the digest of a large file in the answer that redirects to it (huggingface_hub, HfFileMetadata).</summary>
    private static string? LinkedDigest(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Linked-ETag", out var tags) && tags.FirstOrDefault()?.Trim('"') is { } tag && Sha256Digest.TryParse(tag, out var digest) ? digest.ToString() : null;

    private static ModelDownloadException Refusal(HttpResponseMessage response, Uri address, string problem) => new(
        EdgeErrorCodes.DownloadIncomplete, $"{AnswerAddress.Of(response) ?? SafeAddress.Of(address)} {problem}.", "Download the file and name it instead of the address.", isTransient: false);
}

/// <param name="FileSize">The length of the whole file.</param>
/// <param name="Bytes">What was read of it.</param>
/// <param name="Digest">The SHA-256 of the whole file, if the server told it.</param>
internal sealed record RemotePart(long FileSize, byte[] Bytes, string? Digest);
