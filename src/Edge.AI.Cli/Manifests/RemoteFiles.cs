using System.Net;
using System.Net.Http.Headers;
using Edge.AI.Provisioning;

namespace Edge.AI.Cli.Manifests;

/// <summary>Files on web servers, looked at without being downloaded; credentials and redirects as in a download.</summary>
internal sealed class RemoteFiles(RedirectFollower http, bool offline)
{
    /// <summary>Reads a stretch of a file; no more of it travels if the server does ranges.</summary>
    /// <exception cref="EdgeAIException">The file can't be had.</exception>
    public async Task<RemotePart> ReadAsync(Uri address, long from, int count, CancellationToken cancellationToken)
    {
        string? digest = null;
        using var response = await SendAsync(address, new(from, from + count - 1), hop => digest ??= LinkedDigest(hop), cancellationToken);
        var isPart = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
        var size = isPart ? response.Content.Headers.ContentRange!.Length : response.Content.Headers.ContentLength;
        if (size is not > 0)
            throw Refusal(address, "does not tell the size of the file");

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await SkipAsync(body, isPart ? 0 : from, cancellationToken);
        var bytes = new byte[(int)Math.Min(count, Math.Max(0, size.Value - from))];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return read == bytes.Length ? new(size.Value, bytes, digest ?? LinkedDigest(response)) : throw Refusal(address, "ended the file early");
    }

    /// <summary>Reads the whole file to compute its digest; nothing is kept.</summary>
    /// <exception cref="EdgeAIException">The file can't be had.</exception>
    public async Task<Sha256Digest> HashAsync(Uri address, long size, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(address, range: null, _ => { }, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var (digest, length) = await StreamDigest.OfAsync(body, cancellationToken);
        return length == size ? digest : throw Refusal(address, $"sent {length} bytes of a file of {size}");
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, RangeHeaderValue? range, Action<HttpResponseMessage> onRedirect, CancellationToken cancellationToken)
    {
        if (offline)
            throw new EdgeAIException(EdgeErrorCodes.Offline, $"{SafeAddress.Of(address)} can't be asked: offline mode is on.", "Leave out --offline, or name a file on this machine.");

        // The name goes into messages, the size nowhere: it is what is to be found out.
        var request = new FileRequest(new("file", address, Size: 1, Digest: null), address, BytesOnDisk: 0, Origin: null);
        var response = await http.SendAsync(request, message =>
        {
            message.Headers.AcceptEncoding.Add(new("identity"));
            message.Headers.Range = range;
        }, cancellationToken, onRedirect);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw HttpFailure.Of(request, response, TimeProvider.System);
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

    private static ModelDownloadException Refusal(Uri address, string problem) =>
        new(EdgeErrorCodes.DownloadIncomplete, $"{SafeAddress.Of(address)} {problem}.", "Download the file and name it instead of the address.", isTransient: false);
}

/// <param name="FileSize">The length of the whole file.</param>
/// <param name="Bytes">What was read of it.</param>
/// <param name="Digest">The SHA-256 of the whole file, if the server told it.</param>
internal sealed record RemotePart(long FileSize, byte[] Bytes, string? Digest);
