using Edge.AI.Inference;

namespace Edge.AI.Chat;

/// <summary>Brings a model into memory when it is first asked for, and keeps it there for everyone.</summary>
internal interface IModelHost
{
    /// <summary>The loaded model. The first caller waits until it is on disk, verified and loaded; others share that wait.</summary>
    ValueTask<LoadedModel> GetAsync(CancellationToken cancellationToken);
}
