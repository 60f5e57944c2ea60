using System.Net;
using Edge.AI.Catalog;
using Edge.AI.Retries;

namespace Edge.AI.Sources;

/// <summary>Sends requests to the hub's API, and explains its refusals.</summary>
internal sealed class HubRequests(RedirectFollower http, ProvisioningOptions options, DownloadRetries retries, TimeProvider time)
{
    private const int MaxBytes = 16 * 1024 * 1024; // A page has up to 1,000 files, about 500 bytes each.

    /// <param name="repository">The name of the repository, for messages.</param>
    /// <param name="address">The address at https://huggingface.co. The mirror is asked if there is one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<HubDocument> GetAsync(string repository, Uri address, CancellationToken cancellationToken) => options.Offline
        ? throw ModelOfflineException.ForAddress(SafeAddress.Of(address), HuggingFace.OfflineSetting(options))
        : retries.RunAsync(new(SafeAddress.Of(address), options.Retry), token => WatchedAsync(repository, address, token), cancellationToken);

    private async Task<HubDocument> WatchedAsync(string repository, Uri address, CancellationToken cancellationToken)
    {
        using var watchdog = new StallWatchdog(new(options.StallTimeout, options.MinBytesPerSecond), time, cancellationToken);
        try
        {
            return await GetAsync(repository, address, watchdog).ConfigureAwait(false);
        }
        catch (OperationCanceledException silence) when (watchdog.HasStalled)
        {
            throw watchdog.Complaint(watchdog.Asked ?? SafeAddress.Of(address), silence);
        }
    }

    private async Task<HubDocument> GetAsync(string repository, Uri address, StallWatchdog watchdog)
    {
        // The name appears in messages. The size is not used: the answer has any length.
        var file = new ModelFile { Name = "list of files", Source = address, Size = 1 };
        var request = new FileRequest(file, address, BytesOnDisk: 0, Origin: null) { Asking = watchdog.Asks };
        using var response = await http.SendAsync(request, message =>
        {
            message.Headers.AcceptEncoding.Add(new("identity"));
            message.Headers.Accept.Add(new("application/json"));
        }, watchdog.Token).ConfigureAwait(false);
        watchdog.Calm();
        if (!response.IsSuccessStatusCode)
            throw IsUnknown(response) ? Unknown(repository, response) : HttpRefusal.Of(request, response, time);
        if (ContentCoding.Of(response) is { } coding)
            throw HttpFailure.Encoded(response, file, coding);

        var answered = response.RequestMessage?.RequestUri ?? address;
        return new(answered, await ReadAsync(response, answered, watchdog).ConfigureAwait(false), LinkOf(response));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, Uri address, StallWatchdog watchdog)
    {
        using var body = new HttpFileBody(response, from: 0, new(SafeAddress.Of(address)));
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, watchdog.Token).ConfigureAwait(false) is > 0 and var count)
        {
            watchdog.Arrived(count);
            if (content.Length + count > MaxBytes)
                throw HubDocument.Invalid(address, $"It is longer than {MaxBytes} bytes.");

            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private static string? LinkOf(HttpResponseMessage response) => response.Headers.NonValidated.TryGetValues("Link", out var links) ? string.Join(", ", links) : null;

    /// <summary>Without a token, the hub answers 401 for a repository that does not exist, so that private ones cannot be guessed.</summary>
    private static bool IsUnknown(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => true,
        HttpStatusCode.Unauthorized => HuggingFace.IsUnknown(response) || (!HuggingFace.IsGated(response) && !AnswerAddress.HasToken(response)),
        _ => false,
    };

    private static ModelDownloadException Unknown(string repository, HttpResponseMessage response)
    {
        var host = response.RequestMessage?.RequestUri?.IdnHost ?? "the hub";
        var access = AnswerAddress.HasToken(response) ? "use a token of an account that can read it" : "set HF_TOKEN to a token of an account that can read it";
        return new(
            EdgeErrorCodes.HubRepositoryUnknown,
            $"{host} has no model repository '{repository}', or it is private ({(int)response.StatusCode}).",
            $"Check the name. If the repository is private, {access}.",
            isTransient: false,
            response.StatusCode);
    }
}
