using System.Net.Http.Json;
using System.Text;

namespace Edge.AI.Cli.Tests.Serving;

/// <summary>A streamed answer of a given length, which is read while the test does something else.</summary>
internal sealed class EndlessAnswer : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Task<string> _text;
    private int _pieces;

    private EndlessAnswer(HttpResponseMessage response, StreamReader events) => (_response, _text) = (response, ReadAsync(events));

    /// <summary>How many pieces have arrived: one for each token, or fewer.</summary>
    public int Pieces => Volatile.Read(ref _pieces);

    /// <summary>Sends the request, and waits for the first piece.</summary>
    public static async Task<EndlessAnswer> BeginAsync(HttpClient http, int tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            // A grammar without an end: the answer has exactly so many tokens.
            Content = JsonContent.Create(new { model = "edge-tiny", stream = true, max_tokens = tokens, grammar = "root ::= [a-z ] root", messages = new[] { new { role = "user", content = "Tell a story." } } }),
        };
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await events.ReadLineAsync()).Should().StartWith("data: ");
        return new(response, events);
    }

    /// <summary>Waits for the end, and returns all pieces but the first.</summary>
    public Task<string> EndAsync() => _text;

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        await ((Task)_text).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // The test has seen why it failed.
    }

    private async Task<string> ReadAsync(StreamReader events)
    {
        var text = new StringBuilder();
        while (await events.ReadLineAsync() is { } line)
        {
            text.Append(line).Append('\n');
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                Interlocked.Increment(ref _pieces);
        }

        return text.ToString();
    }
}
