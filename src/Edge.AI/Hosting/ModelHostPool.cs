using System.Collections.Concurrent;
using Edge.AI.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>The model hosts of a service container. Clients with the same model and equal load options share a host.</summary>
internal sealed class ModelHostPool(IModelProvisioner provisioner, IModelStore store, MemoryWatch memory, ModelBudget budget, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable, IDisposable
{
    private readonly ConcurrentDictionary<(EdgeModel, InferenceOptions), Lazy<ModelHost>> _hosts = new();

    /// <summary>Returns the host of a client's model, and begins to prepare the model if the options say so.</summary>
    public ModelHost Get(EdgeModel model, IModelOptions options)
    {
        var host = Get(model, options.ToInferenceOptions());
        host.PrepareInBackground(options.DownloadAt, options.LoadAt);
        return host;
    }

    public ModelHost Get(EdgeModel model, InferenceOptions options) => _hosts.GetOrAdd(
        (model, options),
        key => new(() => new(new ModelLoader(key.Item1, key.Item2, provisioner, store, loggers, time), memory, budget, time))).Value;

    /// <summary>Ends all downloads and loading for good. Loaded models can still be used.</summary>
    public Task StopLoadingAsync() => Task.WhenAll(_hosts.Values.Select(host => host.Value.StopLoadingAsync()));

    /// <summary>Fails all running requests.</summary>
    public void EndRequests()
    {
        foreach (var host in _hosts.Values)
            host.Value.EndRequests();
    }

    /// <summary>
    /// Waits like <see cref="DisposeAsync"/>, so that memory and files are free when the synchronous disposal of a container returns.
    /// No step of it needs the calling thread, and running requests have a few seconds to end.
    /// </summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync() => await Task.WhenAll(_hosts.Values.Select(host => host.Value.DisposeAsync().AsTask())).ConfigureAwait(false);
}
