using Microsoft.Extensions.Hosting;

namespace Edge.AI.Hosting;

/// <summary>Makes a host with an invalid registration fail when it starts, and prepares the models that must be ready before or soon after.</summary>
internal sealed class ModelStartup(ClientRegistry<EdgeChatClient, EdgeChatClientOptions> clients, ClientRegistry<EdgeEmbeddingGenerator, EdgeEmbeddingGeneratorOptions> generators)
    : IHostedLifecycleService
{
    /// <summary>
    /// Before any other service starts, so that no request arrives before the models are ready. All models are prepared at the same time; those in the background begin.
    /// </summary>
    /// <exception cref="EdgeAIException">A model could not be prepared.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        List<IModelClient> all = [.. clients.CreateAll(), .. generators.CreateAll()];
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = all.Select(client => client.Access.PrepareAsync(failed.Token)).ToList();
        await foreach (var prepared in Task.WhenEach(running).WithCancellation(CancellationToken.None).ConfigureAwait(false))
        {
            if (!prepared.IsCompletedSuccessfully)
                await failed.CancelAsync().ConfigureAwait(false); // the host will not start, so the others need not continue
        }

        await Task.WhenAll(running).ConfigureAwait(false); // throws a failure rather than a cancellation
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
