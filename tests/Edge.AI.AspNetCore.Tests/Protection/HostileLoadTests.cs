using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Edge.AI.AspNetCore.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.AI.AspNetCore.Tests.Protection;

/// <summary>Many hostile requests at the same time, against a server in a process of its own.</summary>
public sealed class HostileLoadTests
{
    private const int Clients = 4;
    private const int Batches = 5;
    private const int Rounds = 4;
    private const double MiB = 1 << 20;

    /// <summary>What may come and go without being a leak: threads of the pool, with the buffers that each of them keeps.</summary>
    private const double Margin = 8 * MiB;

    private static readonly byte[] s_chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string(' ', 0x10000)}\r\n");

    private static readonly string s_longText = string.Concat(Enumerable.Repeat("a ", 4_190_000)); // almost 8 MiB

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// The bodies of all requests together are several times as large as the heap may become. What is in use after a full collection stays the same from batch to batch. During a batch, each of the
    /// four clients holds 12 MiB at most for a body that is too long (8 MiB, and 4 MiB of the buffer before), and about 40 MiB for the objects of 50,000 messages; a text of
    /// 8 MiB, which one client sends at a time, needs about 120 MiB as message and prompt. With the 20 MiB of an idle server that fits into the limit of 384 MiB, and no request fails for want of memory.
    /// </summary>
    [Fact]
    public async Task More_hostile_bodies_than_the_heap_may_hold_do_not_end_the_server()
    {
        (Batches * Rounds * Clients * 2 * (8L << 20)).Should().BeGreaterThan(3 * SampleProcess.HeapLimit, "a chunked body and one of short values have 8 MiB each");
        await using var server = await SampleProcess.StartServerAsync();
        for (var round = 0; round < Rounds; round++)
            await AttackAsync(server); // code is compiled, connections and threads get their buffers
        var heaps = new List<double> { await server.CollectAsync() };

        for (var batch = 0; batch < Batches; batch++)
        {
            for (var round = 0; round < Rounds; round++)
                await AttackAsync(server);
            heaps.Add(await server.CollectAsync());
        }

        TestContext.Current.SendDiagnosticMessage("managed heap after a full collection, before and after each batch of {0} requests of each kind: {1} MiB; working set at the end: {2:0} MiB",
            Rounds * Clients, string.Join(", ", heaps.Select(heap => FormattableString.Invariant($"{heap / MiB:0.0}"))), server.WorkingSet / MiB);
        heaps.Should().OnlyContain(heap => heap < heaps[0] + Margin);
        (await server.Http.GetAsync("health/ready", Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_disconnects_frees_the_slot_of_the_model()
    {
        var ends = Channel.CreateUnbounded<bool>();
        await using var server = await TestServer.StartAsync(services =>
        {
            services.AddEdgeChatClient(options => (options.Threads, options.MaxConcurrency) = (1, 1)).Use(inner => new EndReport(inner, ends.Writer));
            services.AddHealthChecks();
            services.AddEdgeServer();
        });
        var health = server.Services.GetRequiredService<HealthCheckService>();
        using var http = new HttpClient(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { BaseAddress = server.Address }; // who leaves does not read the rest
        bool isComplete;
        var attempts = 0;
        do
        {
            (await http.SendAsync(LongAnswer(), HttpCompletionOption.ResponseHeadersRead, Cancellation)).Dispose();
            var left = Stopwatch.GetTimestamp();
            while (await BusySlotsAsync(health) > 0)
                await Task.Yield();
            TestContext.Current.SendDiagnosticMessage("the slot was free {0:0.0} ms after the client had disconnected", Stopwatch.GetElapsedTime(left).TotalMilliseconds);
            isComplete = await ends.Reader.ReadAsync(Cancellation);
        }
        while (isComplete && ++attempts < 10); // on a busy machine, the answer may be complete before the client leaves

        isComplete.Should().BeFalse("the answer is cancelled, with all the rest of its 900 letters");
    }

    private static async Task<int> BusySlotsAsync(HealthCheckService health) =>
        (int)(await health.CheckHealthAsync(Cancellation)).Entries["edge-ai:edge-tiny"].Data["slotsBusy"];

    /// <summary>Asks for an answer of 900 letters.</summary>
    private static HttpRequestMessage LongAnswer() => new(HttpMethod.Post, "v1/chat/completions")
    {
        Content = JsonContent.Create(new { model = TinyServer.Model, stream = true, grammar = "root ::= [a-z]{900}", messages = new[] { new { role = "user", content = "Write." } } }),
    };

    private static async Task AttackAsync(SampleProcess server)
    {
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AttackOnceAsync(server)));
        (await PostAsync(server, Chats.Body(TinyServer.Model, s_longText))).Should().Be(HttpStatusCode.BadRequest, "the prompt is longer than the context");
    }

    private static async Task AttackOnceAsync(SampleProcess server)
    {
        (await SendAsync(server, "Transfer-Encoding: chunked\r\n", endless: true)).Should().StartWith("HTTP/1.1 413");
        (await SendAsync(server, "Content-Length: 104857600\r\n")).Should().StartWith("HTTP/1.1 413");
        using (var request = new HttpRequestMessage(HttpMethod.Get, "v1/models") { Headers = { { "X-Long", new string('a', 100_000) } } })
        using (var response = await server.Http.SendAsync(request, Cancellation))
            response.StatusCode.Should().Be(HttpStatusCode.RequestHeaderFieldsTooLarge);
        (await PostAsync(server, new string('[', 1_000_000))).Should().Be(HttpStatusCode.BadRequest);
        (await PostAsync(server, $"[{string.Concat(Enumerable.Repeat("0,", 4_000_000))}0]")).Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await PostAsync(server, $"{{\"model\":\"edge-tiny\",\"messages\":[{string.Join(',', Enumerable.Repeat("{\"role\":\"user\",\"content\":\"a\"}", 50_000))}]}}")).Should().Be(HttpStatusCode.BadRequest, "the prompt is longer than the context");
        using (await OpenAsync(server, "Content-Length: 1000\r\n", "{\"model\":"))
        {
            // The body never ends: the client leaves.
        }

        var body = Chats.Body(TinyServer.Model, "Count from 1 to 20.", stream: true);
        using (await OpenAsync(server, $"Content-Length: {body.Length}\r\n", body))
        {
            // The answer is never read: the client leaves.
        }
    }

    private static async Task<HttpStatusCode> PostAsync(SampleProcess server, string body)
    {
        using var response = await server.Http.PostAsync("v1/chat/completions", new StringContent(body), Cancellation);
        return response.StatusCode;
    }

    private static async Task<string> SendAsync(SampleProcess server, string headers, bool endless = false)
    {
        using var socket = await OpenAsync(server, headers, "");
        var reply = ReceiveAsync(socket);
        try
        {
            for (var sent = 0; endless && sent < 100 << 20 && !reply.IsCompleted; sent += 0x10000)
                await socket.SendAsync(s_chunk, SocketFlags.None, Cancellation);
        }
        catch (SocketException)
        {
            // The server does not read the rest.
        }

        return await reply;
    }

    private static async Task<Socket> OpenAsync(SampleProcess server, string headers, string body)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n{body}"), SocketFlags.None, Cancellation);
        return socket;
    }

    /// <summary>Reads the beginning of a reply.</summary>
    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[4096];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, SocketFlags.None, Cancellation));
    }

    /// <summary>Reports how each answer of a client ended: complete or not.</summary>
    private sealed class EndReport(IChatClient inner, ChannelWriter<bool> ends) : DelegatingChatClient(inner)
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var isComplete = false;
            try
            {
                await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
                    yield return update;
                isComplete = true;
            }
            finally
            {
                ends.TryWrite(isComplete);
            }
        }
    }
}
