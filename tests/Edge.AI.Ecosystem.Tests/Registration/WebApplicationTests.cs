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

    private static Task<ChatResponse> Ask(IChatClient chat, CancellationToken cancellation) => chat.GetResponseAsync("What is 2 + 3?", new() { Temperature = 0 }, cancellation);
}
