using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>
/// Lets load balancers see that the server stops, before it closes its port: its readiness check fails, and requests are still served for <see cref="EdgeServerOptions.DrainDelay"/>.
/// </summary>
internal sealed class ServerDrain(IOptions<EdgeServerOptions> options, IHostApplicationLifetime lifetime, TimeProvider? time = null) : IHostedLifecycleService, IHealthCheck
{
    public const string CheckName = "edge-ai:server";

    /// <summary>The tags of the check, the same as those of models.</summary>
    public static readonly string[] Tags = ["edge-ai", "ready"];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
        ? new HealthCheckResult(context.Registration.FailureStatus, "The server is shutting down.")
        : HealthCheckResult.Healthy("The server accepts requests."));

    /// <summary>Before any service stops, so that the web server still listens.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lifetime.StopApplication(); // a signal has done so already, Host.StopAsync has not
        await Task.Delay(options.Value.DrainDelay, time ?? TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a timeout is not an error of the shutdown
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
