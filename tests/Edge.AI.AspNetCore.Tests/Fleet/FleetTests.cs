using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;

namespace Edge.AI.AspNetCore.Tests.Fleet;

/// <summary>The proxy of samples/Fleet in front of several processes of samples/Server.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private const int Clients = 6;
    private const string WithoutHealthChecks = "--ReverseProxy:Clusters:models:HealthCheck:Active:Enabled=false";

    private readonly List<SampleProcess> _servers = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no signal to send to another process");
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task No_request_whose_answer_has_not_begun_fails_when_one_server_is_killed_and_another_one_is_stopped()
    {
        await StartServersAsync(3);
        await using var fleet = await SampleProcess.StartFleetAsync(_servers);
        await using var load = SteadyLoad.Start(fleet.Http, Clients);
        var before = await load.TakeAsync(100);

        _servers[0].Kill();
        var killed = Stopwatch.GetTimestamp();
        var afterKill = await load.TakeAsync(100);

        _servers[1].Terminate();
        var stopped = Stopwatch.GetTimestamp();
        var exitCode = await _servers[1].ExitAsync();
        var ended = Stopwatch.GetTimestamp();
        var afterStop = await load.TakeAsync(100);
        var all = before.Concat(afterKill).Concat(afterStop).Concat(await load.StopAsync()).ToList();

        Report("before", before, before[0].Begun);
        Report("after SIGKILL", afterKill, killed);
        Report("after SIGTERM", afterStop, stopped);
        all.Should().NotContain(answer => answer.Result == LoadResult.Failed);
        all.Should().NotContain(answer => answer.Result == LoadResult.Broken && answer.Server != "server-1", "a server that is stopped completes its answers");
        all.Count(answer => answer.Result == LoadResult.Broken).Should().BeLessThanOrEqualTo(Clients);
        before.Select(answer => answer.Server).Distinct().Should().HaveCount(3);
        exitCode.Should().Be(0);
        all.Where(answer => answer.Begun > ended).Should().NotBeEmpty().And.OnlyContain(answer => answer.Server == "server-3");
    }

    [Fact]
    public async Task A_conversation_stays_on_the_server_that_has_its_prefix_in_the_cache()
    {
        await StartServersAsync(3);
        await using var fleet = await SampleProcess.StartFleetAsync(_servers);
        await using var carousel = await SampleProcess.StartFleetAsync(_servers, "--ReverseProxy:Clusters:models:LoadBalancingPolicy=RoundRobin");

        var with = new List<Turn>();
        var without = new List<Turn>();
        for (var number = 0; number < 9; number++)
        {
            with.AddRange(await TalkAsync(fleet.Http, $"Conversation {number} with affinity."));
            without.AddRange(await TalkAsync(carousel.Http, $"Conversation {number} without affinity."));
        }

        Report("with affinity", with);
        Report("without affinity", without);
        with.GroupBy(turn => turn.Conversation).Should().OnlyContain(turns => turns.Select(turn => turn.Server).Distinct().Count() == 1);
        with.Select(turn => turn.Server).Distinct().Should().HaveCountGreaterThan(1, "other conversations go to other servers");
        with.Where(turn => turn.Number > 1).Should().OnlyContain(turn => turn.CachedTokens > 0.5 * turn.PromptTokens);
        without.Where(turn => turn.Number is 2 or 3).Should().OnlyContain(turn => turn.CachedTokens < 0.5 * turn.PromptTokens, "its server has not seen the conversation");
    }

    [Fact]
    public async Task A_request_for_a_server_that_cannot_be_reached_is_answered_by_another_one()
    {
        await StartServersAsync(1);
        await using var fleet = await SampleProcess.StartFleetAsync(_servers, WithoutHealthChecks);

        for (var number = 0; number < 10; number++) // most of these conversations belong to servers that are not there
            (await ServerOfAsync(fleet, $"conversation {number}")).Should().Be("server-1");
    }

    [Fact]
    public async Task A_request_that_a_busy_server_refuses_is_answered_by_another_one()
    {
        const string Conversation = "one";
        await StartServersAsync(3, "--EdgeAI:Server:MaxConcurrentRequests=1");
        await using var fleet = await SampleProcess.StartFleetAsync(_servers, WithoutHealthChecks);
        var own = await ServerOfAsync(fleet, Conversation);

        var other = await WhileBusyAsync([own], () => ServerOfAsync(fleet, Conversation));
        other.Should().NotBe(own);

        using var response = await WhileBusyAsync(["server-1", "server-2", "server-3"], () => SendAsync(fleet, Conversation));
        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests, "every server is busy");
        response.Headers.RetryAfter.Should().NotBeNull("the last refusal reaches the client");
        (await response.ErrorCodeAsync()).Should().Be("rate_limit_exceeded");
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("llama-server")]
    public async Task The_examples_for_other_engines_need_only_their_configuration(string environment)
    {
        await StartServersAsync(1);
        await using var fleet = await SampleProcess.StartFleetAsync(_servers, "--environment", environment);

        var answer = await fleet.ChatAsync(new { model = TinyServer.Model, temperature = 0, messages = new[] { new { role = "user", content = "What is the capital of France?" } } });
        answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().Should().Be("The capital of France is Paris.");
    }

    [Fact]
    public async Task A_page_of_the_proxys_own_origin_may_send_requests_and_a_foreign_one_may_not()
    {
        await StartServersAsync(1);
        await using var fleet = await SampleProcess.StartFleetAsync(_servers);

        (await StatusAsync(fleet, "Origin", fleet.Address.GetLeftPart(UriPartial.Authority))).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(fleet, "Origin", "https://evil.example")).Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync(fleet, "Host", "evil.example")).Should().Be(HttpStatusCode.Forbidden, "the servers see the host that the client used");
    }

    private async Task StartServersAsync(int count, params IEnumerable<string> arguments) =>
        _servers.AddRange(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => SampleProcess.StartServerAsync(arguments))));

    private static async Task<HttpStatusCode> StatusAsync(SampleProcess fleet, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/models");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await fleet.Http.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    private static async Task<string> ServerOfAsync(SampleProcess fleet, string conversation)
    {
        using var response = await SendAsync(fleet, conversation);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return response.Headers.GetValues("X-Served-By").Single();
    }

    private static Task<HttpResponseMessage> SendAsync(SampleProcess fleet, string conversation) => fleet.Http.PostAsJsonAsync(
        "v1/chat/completions", new { model = TinyServer.Model, prompt_cache_key = conversation, max_tokens = 8, messages = new[] { new { role = "user", content = "Hello" } } }, Cancellation);

    /// <summary>Does something while servers are busy. Kestrel does not wait longer than five seconds for a body; on a machine that needs longer than that, it is done again, at most ten times.</summary>
    private async Task<T> WhileBusyAsync<T>(string[] names, Func<Task<T>> act)
    {
        for (var tries = 1; ; tries++)
        {
            var sockets = await Task.WhenAll(names.Select(OccupyAsync));
            var result = await act();
            var stayedBusy = Array.TrueForAll(sockets, socket => !socket.Poll(0, SelectMode.SelectRead)); // the server has not answered yet
            foreach (var socket in sockets)
                socket.Dispose();
            if (stayedBusy)
                return result;

            tries.Should().BeLessThan(10, "the machine must be able to do it within five seconds");
        }
    }

    /// <summary>Takes the only turn of a server, with a request whose body does not come. The turn of the request before ends after its answer was received.</summary>
    private async Task<Socket> OccupyAsync(string name)
    {
        var address = _servers[name[^1] - '1'].Address;
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address.Host, address.Port, Cancellation);
            await socket.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n"u8.ToArray(), SocketFlags.None, Cancellation);
            var reply = new byte[4096];
            var length = await socket.ReceiveAsync(reply, SocketFlags.None, Cancellation);
            if (reply.AsSpan(0, length).StartsWith("HTTP/1.1 100"u8)) // the server waits for the body
                return socket;

            socket.Dispose();
        }
    }

    /// <summary>Four turns of a conversation that begins with a long message.</summary>
    private static async Task<List<Turn>> TalkAsync(HttpClient http, string beginning)
    {
        List<object> messages = [new { role = "user", content = beginning + string.Concat(Enumerable.Repeat(" The weather in Oslo is cold and rainy today.", 30)) }];
        List<Turn> turns = [];
        for (var number = 1; number <= 4; number++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
            {
                Content = JsonContent.Create(new { model = TinyServer.Model, temperature = 0, max_tokens = 16, stream = true, stream_options = new { include_usage = true }, messages }),
            };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation); // the headers arrive with the first token
            var firstToken = Stopwatch.GetElapsedTime(begun);
            var events = (await response.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[..^1].Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement).ToList();
            var usage = events[^1].GetProperty("usage");
            turns.Add(new(
                beginning, number, response.Headers.GetValues("X-Served-By").Single(), usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32(), firstToken));
            messages.Add(new { role = "assistant", content = string.Concat(events[..^1].Select(piece => piece.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "")) });
            messages.Add(new { role = "user", content = "What is 2 + 3?" });
        }

        return turns;
    }

    private static void Report(string name, List<LoadAnswer> answers, long since)
    {
        var times = answers.Where(answer => answer.Result == LoadResult.Completed).Select(answer => Stopwatch.GetElapsedTime(since, answer.Ended).TotalSeconds).Where(time => time >= 0).Order().ToList();
        var gap = times.Prepend(0).Zip(times, (earlier, later) => later - earlier).Max();
        TestContext.Current.SendDiagnosticMessage("{0}: {1:0.0} answers/s; longest time without an answer {2:0.00} s; broken {3}; by server: {4}", name, times.Count / times[^1], gap, answers.Count(answer => answer.Result == LoadResult.Broken),
            string.Join(", ", answers.CountBy(answer => answer.Server).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
    }

    private static void Report(string name, List<Turn> turns)
    {
        foreach (var group in turns.GroupBy(turn => turn.Number))
        {
            TestContext.Current.SendDiagnosticMessage("{0}, turn {1}: first token after {2:0} ms (median); {3:0} of {4:0} prompt tokens cached", name, group.Key,
                group.Select(turn => turn.FirstToken.TotalMilliseconds).Order().ElementAt(group.Count() / 2), group.Average(turn => turn.CachedTokens), group.Average(turn => turn.PromptTokens));
        }
    }

    private sealed record Turn(string Conversation, int Number, string Server, int PromptTokens, int CachedTokens, TimeSpan FirstToken);
}
