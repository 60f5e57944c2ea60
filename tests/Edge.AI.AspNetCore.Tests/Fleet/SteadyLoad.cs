using System.Diagnostics;
using System.Threading.Channels;
using Edge.AI.AspNetCore.Tests.Support;

namespace Edge.AI.AspNetCore.Tests.Fleet;

/// <summary>Clients that each send one streamed request after the other, until they are stopped.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private readonly Channel<LoadAnswer> _answers = Channel.CreateUnbounded<LoadAnswer>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _clients;

    private SteadyLoad(HttpClient http, int clients) => _clients = Task.WhenAll(Enumerable.Range(0, clients).Select(client => RunAsync(http, client)));

    public static SteadyLoad Start(HttpClient http, int clients) => new(http, clients);

    /// <summary>Waits for the next answers.</summary>
    public async Task<List<LoadAnswer>> TakeAsync(int count)
    {
        List<LoadAnswer> taken = [];
        while (taken.Count < count)
            taken.Add(await _answers.Reader.ReadAsync(TestContext.Current.CancellationToken));
        return taken;
    }

    /// <summary>Lets the running requests end, and returns the answers that were not taken.</summary>
    public async Task<List<LoadAnswer>> StopAsync()
    {
        await _stop.CancelAsync();
        await _clients;
        return await TakeAsync(_answers.Reader.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(HttpClient http, int client)
    {
        for (var number = 0; !_stop.IsCancellationRequested; number++)
            _answers.Writer.TryWrite(await AskAsync(http, $"Hello {client}.{number}. Count from 1 to 20."));
    }

    private static async Task<LoadAnswer> AskAsync(HttpClient http, string question)
    {
        var begun = Stopwatch.GetTimestamp();
        string? server = null;
        try
        {
            using var request = Chats.Request(TinyServer.Model, question, stream: true);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (!response.IsSuccessStatusCode)
                return new(LoadResult.Failed, $"status {(int)response.StatusCode}", begun, Stopwatch.GetTimestamp());

            server = response.Headers.GetValues("X-Served-By").Single();
            var text = await response.Content.ReadAsStringAsync();
            return new(text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) ? LoadResult.Completed : LoadResult.Broken, server, begun, Stopwatch.GetTimestamp());
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new(server is null ? LoadResult.Failed : LoadResult.Broken, server ?? exception.Message, begun, Stopwatch.GetTimestamp());
        }
    }
}

/// <summary>How a request ended.</summary>
/// <param name="Result">Whether there was a whole answer, a part of one, or none.</param>
/// <param name="Server">The server that answered; the error if none did.</param>
/// <param name="Begun">When the request was sent.</param>
/// <param name="Ended">When it ended.</param>
internal sealed record LoadAnswer(LoadResult Result, string Server, long Begun, long Ended);

internal enum LoadResult
{
    Completed,
    Broken,
    Failed,
}
