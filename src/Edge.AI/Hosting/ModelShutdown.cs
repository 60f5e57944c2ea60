using Microsoft.Extensions.Hosting;

namespace Edge.AI.Hosting;

/// <summary>
/// Ends the work on models within the host's shutdown timeout. When the host begins to stop, downloads and loading end and requests that wait for them fail; running answers
/// continue. When the timeout is over, running answers fail too.
/// </summary>
internal sealed class ModelShutdown(ModelHostPool pool) : IHostedLifecycleService
{
    private CancellationTokenRegistration _timeout;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before any service stops, because a web server waits for its requests.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _timeout = cancellationToken.UnsafeRegister(static pool => ((ModelHostPool)pool!).EndRequests(), pool);
        await pool.StopLoadingAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a timeout is not an error of the shutdown
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After all services have stopped, because they may use models while they stop.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await pool.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _timeout.DisposeAsync().ConfigureAwait(false);
    }
}
