using Edge.AI.Inference;

namespace Edge.AI.Hosting;

/// <summary>A model in memory, and the lease that protects its files from deletion.</summary>
internal sealed class HeldModel(ResidentModel model, IDisposable lease) : IAsyncDisposable
{
    public ResidentModel Model => model;

    /// <summary>Frees the memory, then the lease.</summary>
    public async ValueTask DisposeAsync()
    {
        await model.DisposeAsync().ConfigureAwait(false);
        lease.Dispose();
    }
}
