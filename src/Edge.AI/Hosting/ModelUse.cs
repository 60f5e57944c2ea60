using Edge.AI.Embeddings;
using Edge.AI.Inference;

namespace Edge.AI.Hosting;

/// <summary>A loaded model, kept loaded until this is disposed.</summary>
/// <param name="model">The model.</param>
/// <param name="end">Called once, when the use has ended; null for nothing.</param>
internal sealed class ModelUse(ResidentModel model, Action? end = null) : IDisposable
{
    private Action? _end = end;

    /// <summary>The model, if it generates text.</summary>
    public LoadedModel Model => (LoadedModel)model;

    /// <summary>The model, if it embeds text.</summary>
    public EmbeddingModel Embedder => (EmbeddingModel)model;

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
