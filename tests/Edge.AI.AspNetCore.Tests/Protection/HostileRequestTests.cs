using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;
using Edge.AI.Testing;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.Tests.Protection;

/// <summary>Requests that try to use up memory, threads or slots.</summary>
public sealed class HostileRequestTests(TinyServer tiny)
{
    /// <summary>One for the whole request, and one for its body or for a piece of its answer.</summary>
    private const int TimersOfARequest = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_that_says_it_has_100_MB_is_refused_before_it_is_sent()
    {
        using var socket = await ConnectAsync(tiny.Server.Address);
        await SendAsync(socket, "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 104857600\r\n\r\n");

        (await ReceiveAsync(socket)).Should().StartWith("HTTP/1.1 413").And.Contain("request_too_large");
    }

    [Fact]
    public async Task A_body_of_100_MB_in_chunks_is_refused_when_the_limit_is_reached()
    {
        using var socket = await ConnectAsync(tiny.Server.Address);
        var reply = ReceiveAsync(socket);
        await SendAsync(socket, "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = $"10000\r\n{new string(' ', 0x10000)}\r\n";
        try
        {
            for (var sent = 0; sent < 100 << 20 && !reply.IsCompleted; sent += 0x10000)
                await SendAsync(socket, chunk);
        }
        catch (SocketException)
        {
            // The server does not read the rest.
        }

        (await reply).Should().StartWith("HTTP/1.1 413").And.Contain("request_too_large");
    }

    [Theory]
    [InlineData(64, "invalid_type")]
    [InlineData(65, "invalid_json")]
    public async Task JSON_may_be_64_levels_deep(int levels, string code)
    {
        using var content = new StringContent(new string('[', levels) + new string(']', levels));
        using var response = await tiny.Http.PostAsync("v1/chat/completions", content, Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.ErrorCodeAsync()).Should().Be(code);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public async Task Endless_JSON_is_refused(string opening)
    {
        using var content = new StringContent(string.Concat(Enumerable.Repeat(opening, 100_000)));
        using var response = await tiny.Http.PostAsync("v1/chat/completions", content, Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.ErrorCodeAsync()).Should().Be("invalid_json");
    }

    [Fact]
    public async Task Wrong_JSON_is_refused_before_the_rest_of_the_body_has_arrived()
    {
        using var socket = await ConnectAsync(tiny.Server.Address);
        await SendAsync(socket, $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n{new string('[', 20_000)}");

        (await ReceiveAsync(socket)).Should().StartWith("HTTP/1.1 400").And.Contain("invalid_json");
    }

    [Fact]
    public async Task JSON_of_many_short_values_is_refused_because_it_needs_more_memory_than_its_text()
    {
        using var content = new StringContent($"[{string.Concat(Enumerable.Repeat("0,", (8 << 20) / 12))}0]");
        using var response = await tiny.Http.PostAsync("v1/chat/completions", content, Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync(Cancellation)).Should().Contain("more than 699050 values");
    }

    [Fact]
    public async Task A_long_body_without_a_length_is_read_to_its_end()
    {
        await using var server = await GuardTests.StartAsync(client: new((options, _) => new AIContent[] { new TextContent(options!.Instructions!) }.ToAsyncEnumerable()));
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(number => $"{number} ü日👍 "));
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/responses")
        {
            Headers = { TransferEncodingChunked = true },
            Content = JsonContent.Create(new { model = ScriptedClient.ModelId, input = "Repeat.", instructions = text }),
        };
        using var response = await server.Http.SendAsync(request, Cancellation);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        answer.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString().Should().Be(text);
    }

    [Fact]
    public async Task Ten_thousand_bytes_of_headers_are_served_and_a_hundred_thousand_refused()
    {
        (await SendHeaderAsync(10_000)).Should().Be(HttpStatusCode.OK);
        (await SendHeaderAsync(100_000)).Should().Be(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task A_body_that_stops_half_way_is_given_up()
    {
        var clock = new TestClock();
        await using var server = await GuardTests.StartAsync(options => options.BodyTimeout = TimeSpan.FromSeconds(10), clock: clock);
        using var socket = await ConnectAsync(server.Address);
        await SendAsync(socket, "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"model\":");

        var reply = ReceiveAsync(socket);
        while (clock.Timers < TimersOfARequest)
            await Task.Yield();
        clock.Advance(TimeSpan.FromSeconds(11));

        (await reply).Should().StartWith("HTTP/1.1 408").And.Contain("The body did not arrive within 10 seconds (BodyTimeout)");
    }

    [Fact]
    public async Task A_reader_that_does_not_read_stops_the_writer_and_is_disconnected()
    {
        var written = 0L;
        var clock = new TestClock();
        var ended = new TaskCompletionSource();
        await using var server = await GuardTests.StartAsync(client: new((_, cancellation) => EndlessAsync(cancellation)), clock: clock);
        using var socket = await ConnectAsync(server.Address);
        var body = Chats.Body(ScriptedClient.ModelId, stream: true);
        await SendAsync(socket, $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        // A piece that waits for the reader has a timer.
        while (!ended.Task.IsCompleted)
        {
            if (Interlocked.Read(ref written) > 0 && clock.Timers >= TimersOfARequest)
                clock.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }

        Interlocked.Read(ref written).Should().BeLessThan(64 << 20, "an answer is not collected in memory");

        async IAsyncEnumerable<AIContent> EndlessAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            var text = new string('x', 10_000);
            try
            {
                while (true)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Interlocked.Add(ref written, text.Length);
                    yield return new TextContent(text);
                    await Task.Yield();
                }
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    [Fact]
    public async Task Each_of_100_concurrent_streams_completes_or_is_told_when_to_come_again()
    {
        await using var server = await TestServer.StartAsync(TinyServer.AddTiny); // whose requests are only those of this test
        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            using var request = Chats.Request(TinyServer.Model, $"What is {number % 10} + {number / 10}?", stream: true);
            using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            if (response.StatusCode == HttpStatusCode.OK)
                (await response.Content.ReadAsStringAsync(Cancellation)).Should().EndWith("data: [DONE]\n\n");
            else
                response.Headers.RetryAfter!.Delta.Should().BePositive();
            return response.StatusCode;
        }));

        statuses.Should().OnlyContain(status => status == HttpStatusCode.OK || status == HttpStatusCode.TooManyRequests).And.Contain(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_stream_that_is_left_frees_the_models_slot()
    {
        await using var server = await TestServer.StartAsync(TinyServer.AddTiny); // whose requests are only those of this test
        // More requests than slots and places in the queue: without freed slots, the last ones would be refused.
        for (var i = 0; i < 200; i++)
        {
            using var request = Chats.Request(TinyServer.Model, "Count from 1 to 20.", stream: true);
            using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    private async Task<HttpStatusCode> SendHeaderAsync(int length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/models") { Headers = { { "X-Long", new string('a', length) } } };
        using var response = await tiny.Http.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 << 10 };
        await socket.ConnectAsync(address.Host, address.Port, Cancellation);
        return socket;
    }

    private static Task<int> SendAsync(Socket socket, string text) => socket.SendAsync(Encoding.ASCII.GetBytes(text), SocketFlags.None, Cancellation).AsTask();

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (!text.ToString().EndsWith("0\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(buffer, SocketFlags.None, Cancellation) is > 0 and var count)
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // The server has closed the connection after its reply.
        }

        return text.ToString();
    }
}
