using Edge.AI.Hosting;
using Edge.AI.Inference;

namespace Edge.AI.Tests.Support;

/// <summary>A host of one loaded model. Without a model, every use fails.</summary>
internal sealed class FixedHost(LoadedModel? model) : IModelHost
{
    public EdgeModel Model => EdgeModels.EdgeTiny;

    public ValueTask<ModelUse> UseAsync(CancellationToken cancellationToken) => model is null ? throw new InvalidOperationException("The model must not be loaded.") : new(new ModelUse(model));

    public Task UnloadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
