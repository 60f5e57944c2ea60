using Edge.AI.Inference;

namespace Edge.AI.Hosting;

/// <summary>A loaded model, kept loaded until this is disposed.</summary>
/// <param name="model">The model.</param>
/// <param name="end">Called once, when the use has ended; null for nothing.</param>
internal sealed class ModelUse(LoadedModel model, Action? end = null) : IDisposable
{
    private Action? _end = end;

    public LoadedModel Model => model;

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
