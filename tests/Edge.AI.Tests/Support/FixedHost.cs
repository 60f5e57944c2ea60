using Edge.AI.Hosting;
using Edge.AI.Inference;

namespace Edge.AI.Tests.Support;

/// <summary>A host of one loaded model. Without a model, every use fails.</summary>
internal sealed class FixedHost(LoadedModel? model) : IModelHost
{
    public EdgeModel Model => EdgeModels.EdgeTiny;

    public ModelState State => new(ModelPhase.Ready);

    public ValueTask<ModelUse> UseAsync(TimeSpan? patience, CancellationToken cancellationToken) => model is null ? throw new InvalidOperationException("The model must not be loaded.") : new(new ModelUse(model));

    public bool TryPrepare() => true;

    public Task PrepareAsync(ModelTiming downloadAt, ModelTiming loadAt, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task UnloadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
