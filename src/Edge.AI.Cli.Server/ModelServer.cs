using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using System.Net.Sockets;

namespace Edge.AI.Cli.Server;

/// <summary>The server of <c>edge-ai serve</c>: all that Edge.AI.AspNetCore maps, with health and metrics.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    /// <summary>How long running answers may go on after the server was asked to stop. Orchestrators often kill a process after 30 seconds.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(25);

    private readonly WebApplication _app;

    private ModelServer(WebApplication app) => _app = app;

    /// <summary>The addresses on which the server listens, with the port that the system chose for port 0.</summary>
    public IReadOnlyList<string> Addresses => [.. _app.Urls];

    /// <summary>Loads the models that must be ready, and starts to listen.</summary>
    /// <exception cref="EdgeAIException">A model cannot be prepared.</exception>
    /// <exception cref="AddressException">The server cannot listen on an address.</exception>
    public static async Task<ModelServer> StartAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        var app = Build(settings);
        try
        {
            await app.StartAsync(cancellationToken);
            return new(app);
        }
        catch (Exception problem)
        {
            await app.DisposeAsync();
            if (problem is SocketException or IOException { InnerException: AddressInUseException })
                throw new AddressException(string.Join(", ", settings.Urls), (problem.InnerException ?? problem).Message, problem);
            throw;
        }
    }

    /// <summary>Refuses new connections, waits for running answers, and frees the models.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Nothing is read from the current folder: its appsettings.json belongs to another app.</summary>
    private static WebApplication Build(ServerSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "edge-ai", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddHealthChecks();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Edge.AI").AddPrometheusExporter());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        settings.AddModels(builder.Services);
        builder.Services.AddEdgeServer(settings.Protect);

        var app = builder.Build();
        foreach (var url in settings.Urls)
            app.Urls.Add(url);
        app.Use((context, next) => ReportAsync(context, next, settings.OnRequest));
        app.MapOpenAI();
        app.MapOllama();
        app.MapEdgeModels();
        app.MapEdgeChatPage();
        app.MapHealthChecks("/health", new HealthCheckOptions { Predicate = _ => false }); // the process answers
        app.MapHealthChecks("/health/ready");
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    /// <summary>Reads of the page, of lists and of health would hide the requests that do work.</summary>
    private static async Task ReportAsync(HttpContext context, RequestDelegate next, Action<ServedRequest> report)
    {
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsOptions(context.Request.Method))
                report(new(context.Request.Method, context.Request.Path, context.Response.StatusCode, TimeProvider.System.GetElapsedTime(start)));
        }
    }

    /// <summary>The caller decides when the server stops. The usual lifetime would handle signals itself.</summary>
    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
