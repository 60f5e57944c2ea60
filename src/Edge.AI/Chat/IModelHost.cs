namespace Edge.AI.Chat;

/// <summary>Brings a model into memory when it is first asked for, and keeps it there for everyone.</summary>
internal interface IModelHost
{
    /// <summary>Memory became short; models that nobody uses are unloaded when the handlers have returned.</summary>
    event EventHandler<MemoryPressureEventArgs>? MemoryPressure;

    /// <summary>The loaded model, which stays loaded until the use is disposed. The first caller waits until it is on disk, verified and loaded; others share that wait.</summary>
    ValueTask<ModelUse> UseAsync(CancellationToken cancellationToken);

    /// <summary>Unloads the model when the last use has ended. Uses that are asked for meanwhile wait, and load it again.</summary>
    Task UnloadAsync(CancellationToken cancellationToken);
}
