using Microsoft.Extensions.Hosting;

namespace Edge.AI.Hosting;

/// <summary>Makes a host with an invalid registration fail when it starts, and prepares the models that must be ready before or soon after.</summary>
internal sealed class ChatClientStartup(ChatClientRegistry registry) : IHostedLifecycleService
{
    /// <summary>Before any other service starts, so that no request arrives before the models are ready.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        registry.Validate();
        return registry.PrepareAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
