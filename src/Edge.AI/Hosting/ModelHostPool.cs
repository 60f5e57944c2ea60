using System.Collections.Concurrent;
using Edge.AI.Inference;
using Edge.AI.Provisioning;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>The models of one service container: whoever asks for a model with equal options gets the same one.</summary>
internal sealed class ModelHostPool(IModelProvisioner provisioner, ModelLeases leases, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(EdgeModel, InferenceOptions), ModelHost> _hosts = new();

    public ModelHost Get(EdgeModel model, InferenceOptions options) =>
        _hosts.GetOrAdd((model, options), key => new(key.Item1, key.Item2, provisioner, leases, loggers, time));

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
            await host.DisposeAsync().ConfigureAwait(false);
    }
}
