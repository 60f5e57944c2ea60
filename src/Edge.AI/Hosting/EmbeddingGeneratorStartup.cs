using Microsoft.Extensions.Hosting;

namespace Edge.AI.Hosting;

/// <summary>Makes a host with an invalid registration of an embedding generator fail when it starts.</summary>
internal sealed class EmbeddingGeneratorStartup(EmbeddingGeneratorRegistry registry) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        registry.Validate();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
