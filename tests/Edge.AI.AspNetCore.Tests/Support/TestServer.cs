using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>A web app on a port of this machine, in the environment Development, where services and scopes are validated.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address => new(_app.Urls.Single().TrimEnd('/') + "/");

    public Uri OpenAI => new(Address, "v1");

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="addServices">Registers the services of the app.</param>
    /// <param name="map">Maps its endpoints; null for all of them.</param>
    /// <param name="kestrel">Changes the web server.</param>
    public static async Task<TestServer> StartAsync(Action<IServiceCollection> addServices, Action<WebApplication>? map = null, Action<KestrelServerOptions>? kestrel = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => kestrel?.Invoke(options));
        addServices(builder.Services);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        (map ?? MapAll)(app);
        await app.StartAsync();
        return new(app);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void MapAll(WebApplication app)
    {
        app.MapOpenAI();
        app.MapOllama();
        app.MapEdgeModels();
        app.MapEdgeChatPage();
    }
}
