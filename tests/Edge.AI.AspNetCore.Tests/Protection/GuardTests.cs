using System.Net;
using Edge.AI.AspNetCore.Tests.Support;
using Edge.AI.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.AspNetCore.Tests.Protection;

public sealed class GuardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:80", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("edge.localhost", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("192.168.1.5", HttpStatusCode.Forbidden)]
    public async Task By_default_only_names_of_this_machine_are_served(string host, HttpStatusCode expected)
    {
        await using var server = await StartAsync();
        foreach (var path in new[] { "v1/models", "api/tags", "" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            using var response = await server.Http.SendAsync(request, Cancellation);
            response.StatusCode.Should().Be(expected, $"of '{path}'");
        }
    }

    [Fact]
    public async Task Named_hosts_are_served_and_no_others()
    {
        await using var server = await StartAsync(options => options.AllowedHosts.Add("models.example.com"));

        (await GetAsync(server, "Host", "models.example.com:8080")).Should().Be(HttpStatusCode.OK);
        (await GetAsync(server, "Host", "localhost")).Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData("https://app.example.com", HttpStatusCode.OK)]
    public async Task Only_pages_of_named_origins_may_send_requests(string origin, HttpStatusCode expected)
    {
        await using var server = await StartAsync(options => options.AllowedOrigins.Add("https://app.example.com"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/models") { Headers = { { "Origin", origin } } };
        using var response = await server.Http.SendAsync(request, Cancellation);

        response.StatusCode.Should().Be(expected);
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed).Should().Be(expected == HttpStatusCode.OK);
        (allowed ?? [origin]).Should().Equal(origin);
    }

    [Fact]
    public async Task A_page_of_the_servers_own_origin_may_send_requests()
    {
        await using var server = await StartAsync();

        (await GetAsync(server, "Origin", server.Address.GetLeftPart(UriPartial.Authority))).Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://app.example.com", HttpStatusCode.NoContent)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    public async Task A_browser_that_asks_before_a_request_gets_an_answer_without_a_key(string origin, HttpStatusCode expected)
    {
        await using var server = await StartAsync(options =>
        {
            options.AllowedOrigins.Add("https://app.example.com");
            options.ApiKeys.Add("secret");
        });
        using var request = new HttpRequestMessage(HttpMethod.Options, "v1/chat/completions")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization,content-type" } },
        };
        using var response = await server.Http.SendAsync(request, Cancellation);

        response.StatusCode.Should().Be(expected);
        if (expected == HttpStatusCode.NoContent)
            response.Headers.GetValues("Access-Control-Allow-Headers").Should().Equal("authorization,content-type");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Basic second", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer first", HttpStatusCode.OK)]
    [InlineData("bearer second", HttpStatusCode.OK)]
    public async Task A_request_needs_one_of_the_keys(string? header, HttpStatusCode expected)
    {
        await using var server = await StartAsync(options =>
        {
            options.ApiKeys.Add("first");
            options.ApiKeys.Add("second");
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/models");
        if (header is not null)
            request.Headers.TryAddWithoutValidation("Authorization", header);
        using var response = await server.Http.SendAsync(request, Cancellation);

        response.StatusCode.Should().Be(expected);
        if (expected == HttpStatusCode.Unauthorized)
            (await response.ErrorCodeAsync()).Should().Be("invalid_api_key");
    }

    [Fact]
    public async Task The_page_needs_no_key_but_what_it_asks_for_does()
    {
        await using var server = await StartAsync(options => options.ApiKeys.Add("secret"));

        (await server.Http.GetAsync("", Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await server.Http.GetAsync("models", Cancellation)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await server.Http.GetAsync("api/tags", Cancellation)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task More_requests_of_a_client_than_allowed_are_told_when_to_come_again()
    {
        var open = new TaskCompletionSource();
        await using var server = await StartAsync(options => options.MaxConcurrentRequests = 1, client: new((_, cancellation) => WaitAsync(open.Task.WaitAsync(cancellation))));
        using var firstRequest = Chats.Request(ScriptedClient.ModelId, stream: true);
        using var first = await server.Http.SendAsync(firstRequest, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var secondRequest = Chats.Request(ScriptedClient.ModelId);
        using var second = await server.Http.SendAsync(secondRequest, Cancellation);

        second.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        second.Headers.RetryAfter!.Delta.Should().BePositive();
        (await second.ErrorCodeAsync()).Should().Be("rate_limit_exceeded");

        open.SetResult();
        (await first.Content.ReadAsStringAsync(Cancellation)).Should().Contain("[DONE]");
        await AnswersAgainAsync(server);
    }

    [Fact]
    public async Task A_client_that_disconnects_cancels_its_request()
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await StartAsync(client: new((_, cancellation) => WaitAsync(UntilCancelledAsync(cancelled, cancellation))));
        using (var request = Chats.Request(ScriptedClient.ModelId, stream: true))
        using (await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_ended()
    {
        var clock = new TestClock();
        var begun = new TaskCompletionSource();
        await using var server = await StartAsync(options => options.RequestTimeout = TimeSpan.FromMinutes(1), client: new((_, cancellation) => NeverAsync(begun, cancellation)), clock: clock);
        using var request = Chats.Request(ScriptedClient.ModelId);
        var answer = server.Http.SendAsync(request, Cancellation);
        await begun.Task.WaitAsync(Cancellation);
        clock.Advance(TimeSpan.FromMinutes(2));

        using var response = await answer;
        response.StatusCode.Should().Be(HttpStatusCode.GatewayTimeout);
        (await response.ErrorCodeAsync()).Should().Be("timeout");
    }

    [Fact]
    public async Task An_unexpected_error_tells_nothing_of_its_text()
    {
        await using var server = await StartAsync(client: new((_, _) => throw new InvalidOperationException("the password is 1234")));
        using var request = Chats.Request(ScriptedClient.ModelId);
        using var response = await server.Http.SendAsync(request, Cancellation);

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync(Cancellation)).Should().Contain("internal_error").And.NotContain("1234");
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_stream_is_its_last_event()
    {
        await using var server = await StartAsync(client: new((_, _) => FailAfterTextAsync()));
        using var request = Chats.Request(ScriptedClient.ModelId, stream: true);
        using var response = await server.Http.SendAsync(request, Cancellation);
        var events = (await response.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        response.StatusCode.Should().Be(HttpStatusCode.OK, "the text had begun");
        events[^1].Should().StartWith("data: {\"error\":").And.Contain("internal_error").And.NotContain("1234");
    }

    internal static Task<TestServer> StartAsync(Action<EdgeServerOptions>? configure = null, ScriptedClient? client = null, TimeProvider? clock = null, Action<KestrelServerOptions>? kestrel = null) => TestServer.StartAsync(services =>
    {
        if (clock is not null)
            services.AddSingleton(clock);
        services.AddEdgeModelProvisioning();
        services.AddSingleton<IChatClient>(client ?? new((_, _) => WaitAsync(Task.CompletedTask)));
        services.AddEdgeServer(configure);
    }, kestrel: kestrel);

    private static async Task<HttpStatusCode> GetAsync(TestServer server, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/models");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await server.Http.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    /// <summary>The turn of a request ends after its last byte was sent.</summary>
    private static async Task AnswersAgainAsync(TestServer server)
    {
        while (true)
        {
            using var request = Chats.Request(ScriptedClient.ModelId);
            using var response = await server.Http.SendAsync(request, Cancellation);
            if (response.StatusCode == HttpStatusCode.OK)
                return;

            await Task.Yield();
        }
    }

    private static async IAsyncEnumerable<AIContent> WaitAsync(Task task)
    {
        yield return new TextContent("Wait");
        await task;
        yield return new TextContent(".");
    }

    private static async IAsyncEnumerable<AIContent> NeverAsync(TaskCompletionSource begun, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        begun.SetResult();
        await Task.Delay(Timeout.Infinite, cancellation);
        yield break;
    }

    private static async IAsyncEnumerable<AIContent> FailAfterTextAsync()
    {
        yield return new TextContent("Hello");
        await Task.Yield();
        throw new InvalidOperationException("the password is 1234");
    }

    private static async Task UntilCancelledAsync(TaskCompletionSource cancelled, CancellationToken cancellation)
    {
        await using var registration = cancellation.Register(cancelled.SetResult);
        await Task.Delay(Timeout.Infinite, cancellation);
    }
}
