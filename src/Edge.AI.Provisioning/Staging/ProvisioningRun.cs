using Edge.AI.Progress;
using Edge.AI.Store;

namespace Edge.AI.Staging;

/// <summary>One run that brings a model onto the disk.</summary>
/// <param name="Place">The model, and where its files belong.</param>
/// <param name="Progress">Publishes the progress of the run.</param>
/// <param name="Control">Pauses the run's downloads, and orders them among others.</param>
/// <param name="Token">Cancels the run.</param>
internal sealed record ProvisioningRun(ModelPlace Place, ProgressTracker Progress, DownloadControl Control, CancellationToken Token)
{
    public EdgeModel Model => Place.Model;
}
