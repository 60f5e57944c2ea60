namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>A contestant, in a process of its own. It loads the model when it gets the first work.</summary>
internal interface IContestant : IAsyncDisposable
{
    Task<WorkDone> RunAsync(Work work);

    /// <summary>Unloads the model; the next work loads it again.</summary>
    Task UnloadAsync();
}
