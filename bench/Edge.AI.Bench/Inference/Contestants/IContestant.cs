namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>What is measured, in a process of its own. It loads the model for the first work.</summary>
internal interface IContestant : IAsyncDisposable
{
    Task<WorkDone> RunAsync(Work work);

    /// <summary>Gives the model's memory back; the next work loads it again.</summary>
    Task UnloadAsync();
}
