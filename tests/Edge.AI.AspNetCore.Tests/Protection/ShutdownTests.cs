using System.Net;
using System.Net.Http.Json;
using Edge.AI.AspNetCore.Tests.Support;
using Edge.AI.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Edge.AI.AspNetCore.Tests.Protection;

/// <summary>Requests that meet a server that stops. Its shutdown timeout is .NET's default, 30 seconds.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(10);

    private readonly TestClock _clock = new();
    private readonly TaskCompletionSource _end = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_that_is_running_is_completed()
    {
        await using var server = await StartAsync();
        using var response = await SendAsync(server, "v1/chat/completions");
        var stopping = server.StopAsync();
        _end.SetResult();

        (await response.Content.ReadAsStringAsync(Cancellation)).Should().Contain("Bye").And.EndWith("data: [DONE]\n\n");
        await stopping;
    }

    [Theory]
    [InlineData("v1/chat/completions", "data: {\"error\":{\"message\":\"The server is shutting down. Send the request again.\",\"type\":\"server_error\",\"param\":null,\"code\":\"server_stopping\"}}\n\n")]
    [InlineData("v1/responses", "\"code\":\"server_stopping\"")]
    [InlineData("api/chat", "{\"error\":\"The server is shutting down. Send the request again.\"}\n")]
    public async Task The_client_of_a_stream_that_takes_longer_is_told(string path, string lastEvent)
    {
        await using var server = await StartAsync();
        using var response = await SendAsync(server, path);
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var stopping = server.StopAsync();
        _clock.Advance(TimeSpan.FromSeconds(29));

        var text = await response.Content.ReadAsStringAsync(Cancellation);
        text[^Math.Min(text.Length, 600)..].Should().Contain(lastEvent);
        await stopping;
    }

    [Fact]
    public async Task The_client_of_an_answer_that_has_not_begun_is_told_to_come_again()
    {
        await using var server = await StartAsync();
        var answer = server.Http.PostAsJsonAsync("v1/chat/completions", BodyFor("v1/chat/completions", stream: false), Cancellation);
        while (_clock.Timers < 1) // the request has begun
            await Task.Yield();
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        _clock.Advance(TimeSpan.FromSeconds(29));

        using var response = await answer;
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.Should().BePositive();
        (await response.ErrorCodeAsync()).Should().Be("server_stopping");
    }

    [Fact]
    public async Task A_stream_whose_time_is_over_ends_with_the_reason()
    {
        await using var server = await StartAsync();
        using var response = await SendAsync(server, "v1/chat/completions");
        _clock.Advance(TimeSpan.FromMinutes(31));

        (await response.Content.ReadAsStringAsync(Cancellation)).Should().Contain("data: {\"error\":").And.Contain("\"code\":\"timeout\"");
    }

    [Fact]
    public async Task A_server_that_drains_is_not_ready_but_still_answers()
    {
        await using var server = await StartAsync(options => options.DrainDelay = s_drain);
        (await server.Http.GetAsync("health/ready", Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK);
        _end.SetResult();

        var stopping = server.StopAsync();
        while (_clock.Timers < 2) // that of the drain, and that of the running answers
            await Task.Yield();
        (await server.Http.GetAsync("health/ready", Cancellation)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        using var response = await SendAsync(server, "v1/chat/completions");
        (await response.Content.ReadAsStringAsync(Cancellation)).Should().EndWith("data: [DONE]\n\n");

        stopping.IsCompleted.Should().BeFalse();
        _clock.Advance(s_drain);
        await stopping;
        var refused = () => server.Http.GetAsync("health/ready", Cancellation);
        await refused.Should().ThrowAsync<HttpRequestException>("the port is closed");
    }

    private Task<TestServer> StartAsync(Action<EdgeServerOptions>? configure = null) => TestServer.StartAsync(
        services =>
        {
            services.AddSingleton<TimeProvider>(_clock);
            services.AddSingleton<IChatClient>(new ScriptedClient((_, cancellation) => AnswerAsync(cancellation)));
            services.AddHealthChecks();
            services.AddEdgeServer(configure);
        },
        app =>
        {
            app.MapOpenAI();
            app.MapOllama();
            app.MapHealthChecks("/health/ready");
        });

    private async IAsyncEnumerable<AIContent> AnswerAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new TextContent("Hello. ");
        await _end.Task.WaitAsync(cancellation);
        yield return new TextContent("Bye.");
    }

    private static Task<HttpResponseMessage> SendAsync(TestServer server, string path) => server.Http.SendAsync(
        new(HttpMethod.Post, path) { Content = JsonContent.Create(BodyFor(path, stream: true)) }, HttpCompletionOption.ResponseHeadersRead, Cancellation);

    private static object BodyFor(string path, bool stream) => path == "v1/responses"
        ? new { model = ScriptedClient.ModelId, stream, input = "Hello" }
        : new { model = ScriptedClient.ModelId, stream, messages = new[] { new { role = "user", content = "Hello" } } };
}
