namespace Edge.AI.Hosting;

/// <summary>Loads a model when it is first needed, and shares it between all requests.</summary>
internal interface IModelHost
{
    /// <summary>The model.</summary>
    EdgeModel Model { get; }

    /// <summary>How far the model is. Never blocks.</summary>
    ModelState State { get; }

    /// <summary>
    /// Returns the loaded model, which stays loaded until the use is disposed. The first caller waits until the model is downloaded, verified and loaded; later callers
    /// share that wait. With a limit, the work continues in the background when the time is over.
    /// </summary>
    /// <param name="patience">The longest wait; null for no limit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ModelNotReadyException">The model was not loaded in time.</exception>
    ValueTask<ModelUse> UseAsync(TimeSpan? patience, CancellationToken cancellationToken);

    /// <summary>Returns whether the model is loaded. If not, loads it in the background.</summary>
    bool TryPrepare();

    /// <summary>Downloads and loads what must be ready before the host has started.</summary>
    Task PrepareAsync(ModelTiming downloadAt, ModelTiming loadAt, CancellationToken cancellationToken);

    /// <summary>Unloads the model when the last use has ended. Requests that arrive meanwhile wait, and load the model again.</summary>
    Task UnloadAsync(CancellationToken cancellationToken);
}
