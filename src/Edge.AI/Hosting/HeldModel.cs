using Edge.AI.Inference;

namespace Edge.AI.Hosting;

/// <summary>A model in memory, the lease that protects its files from deletion, and its share of the memory budget.</summary>
internal sealed class HeldModel(ResidentModel model, IDisposable lease, IDisposable load) : IAsyncDisposable
{
    public ResidentModel Model => model;

    /// <summary>Frees the memory, then the lease and the share.</summary>
    public async ValueTask DisposeAsync()
    {
        await model.DisposeAsync().ConfigureAwait(false);
        lease.Dispose();
        load.Dispose();
    }
}
