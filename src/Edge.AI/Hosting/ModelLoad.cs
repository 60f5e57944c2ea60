using Edge.AI.Chat;
using Edge.AI.Inference;
using Edge.AI.Platform;

namespace Edge.AI.Hosting;

/// <summary>One load of a model, and its share of the memory budget. Disposing of it gives the share back.</summary>
internal sealed class ModelLoad(ModelHost host, ModelReadiness readiness, ModelBudget budget) : ILoadObserver, IDisposable
{
    public ModelHost Host => host;

    public MachineMemory MemoryOf(MachineMemory machine) => budget.Within(machine);

    public Task MakeRoomAsync(long bytes, CancellationToken cancellationToken) => budget.ReserveAsync(this, bytes, cancellationToken);

    public void OnText(ModelText text) => _ = PromptRenderers.PrepareAsync(host.Model, text);

    public void Report(float value) => readiness.Report(value);

    public void Dispose() => budget.Release(this);
}
