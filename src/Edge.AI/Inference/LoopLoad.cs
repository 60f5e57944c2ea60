namespace Edge.AI.Inference;

/// <summary>How busy a loaded model is.</summary>
/// <param name="Slots">The number of slots.</param>
/// <param name="BusySlots">The number of slots with a request.</param>
/// <param name="Queued">The number of requests in the queue.</param>
/// <param name="OldestWait">How long the oldest request has been in the queue; zero if the queue is empty.</param>
/// <param name="TokensPerSecond">The speed of generation in the last steps, all slots together; 0 before the first token.</param>
internal sealed record LoopLoad(int Slots, int BusySlots, int Queued, TimeSpan OldestWait, double TokensPerSecond);
