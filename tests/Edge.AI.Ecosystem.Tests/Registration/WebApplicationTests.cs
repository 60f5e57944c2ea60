using Edge.AI.Ecosystem.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Ecosystem.Tests.Registration;

public sealed class WebApplicationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_web_app_in_development_serves_its_clients_from_their_scopes()
    {
        // In the environment Development, WebApplication validates every service and every scope.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.Services.AddTiny().UseFunctionInvocation().UseOpenTelemetry().UseLogging();
        builder.Services.AddTiny("key").UseFunctionInvocation();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/plain", async (IChatClient chat, CancellationToken cancellation) => Results.Text((await Ask(chat, cancellation)).Text));
        app.MapGet("/keyed", async ([FromKeyedServices("key")] IChatClient chat, CancellationToken cancellation) => Results.Text((await Ask(chat, cancellation)).Text));
        await app.StartAsync(Cancellation);

        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        (await http.GetStringAsync("/plain", Cancellation)).Should().Be("2 + 3 = 5");
        (await http.GetStringAsync("/keyed", Cancellation)).Should().Be("2 + 3 = 5");
        await app.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_web_app_accepts_its_first_request_when_its_model_is_loaded_and_its_health_check_says_so()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddEdgeChatClient(options => (options.Threads, options.LoadAt) = (1, ModelTiming.Start));
        builder.Services.AddHealthChecks();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = (http, report) => http.Response.WriteAsync(report.Entries.Single().Value.Description!) });
        app.MapHealthChecks("/health/live", new() { Predicate = check => !check.Tags.Contains("ready") });
        await app.StartAsync(Cancellation);

        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        (await http.GetStringAsync("/health/ready", Cancellation)).Should().Be("'edge-tiny': loaded.");
        (await http.GetStringAsync("/health/live", Cancellation)).Should().Be("Healthy");
        await app.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_web_app_that_stops_lets_a_running_answer_end()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddTiny();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var begun = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        app.MapGet("/slow", async (IChatClient chat) =>
        {
            await using var updates = chat.GetStreamingResponseAsync("What is 2 + 3?", new() { Temperature = 0 }, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
            var text = await updates.MoveNextAsync() ? updates.Current.Text : "";
            begun.SetResult();
            await mayEnd.Task;
            while (await updates.MoveNextAsync())
                text += updates.Current.Text;
            return text + (await chat.GetResponseAsync("What is 2 + 3?", new() { Temperature = 0 }, CancellationToken.None)).Text;
        });
        await app.StartAsync(Cancellation);
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        var answer = http.GetStringAsync("/slow", Cancellation);
        await begun.Task;

        var stopping = app.StopAsync(Cancellation);
        mayEnd.SetResult();

        (await answer).Should().Be("2 + 3 = 52 + 3 = 5", "a loaded model can be used until the last service has stopped");
        await stopping;
    }

    private static Task<ChatResponse> Ask(IChatClient chat, CancellationToken cancellation) => chat.GetResponseAsync("What is 2 + 3?", new() { Temperature = 0 }, cancellation);
}
