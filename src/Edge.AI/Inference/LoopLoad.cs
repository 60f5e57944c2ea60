namespace Edge.AI.Inference;

/// <summary>How busy a loaded model is.</summary>
/// <param name="Slots">The number of slots; 0 for a model that embeds, which has none.</param>
/// <param name="BusySlots">The number of slots with a request.</param>
/// <param name="Queued">The number of requests in the queue.</param>
/// <param name="OldestWait">How long the oldest request has been in the queue; zero if the queue is empty.</param>
/// <param name="TokensPerSecond">The speed of generating or embedding in the last steps, all requests together; 0 before the first token.</param>
internal sealed record LoopLoad(int Slots, int BusySlots, int Queued, TimeSpan OldestWait, double TokensPerSecond)
{
    /// <summary>The number of tokens that the slots have in the key-value cache.</summary>
    public int Cells { get; init; }
}
