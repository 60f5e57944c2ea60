namespace Edge.AI.Hosting;

/// <summary>Loads a model when it is first needed, and shares it between all requests.</summary>
internal interface IModelHost
{
    /// <summary>The model.</summary>
    EdgeModel Model { get; }

    /// <summary>
    /// Returns the loaded model, which stays loaded until the use is disposed. The first caller waits until the model is downloaded, verified and loaded; later callers
    /// share that wait.
    /// </summary>
    ValueTask<ModelUse> UseAsync(CancellationToken cancellationToken);

    /// <summary>Unloads the model when the last use has ended. Requests that arrive meanwhile wait, and load the model again.</summary>
    Task UnloadAsync(CancellationToken cancellationToken);
}
