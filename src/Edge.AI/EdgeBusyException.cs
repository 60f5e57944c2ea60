namespace Edge.AI;

/// <summary>The queue of waiting requests is full, or this one waited for too long (<c>EDGE_BUSY</c>). The request was not started and may be sent again.</summary>
public sealed class EdgeBusyException : EdgeAIException
{
    internal EdgeBusyException(int queueLength)
        : base(
            EdgeErrorCodes.Busy,
            $"{queueLength} requests are waiting already, which is as many as may wait.",
            "Try again later, or raise MaxQueueLength or MaxConcurrency.",
            isTransient: true) => QueueLength = queueLength;

    internal EdgeBusyException(int queueLength, TimeSpan waited)
        : base(
            EdgeErrorCodes.Busy,
            FormattableString.Invariant($"The request waited for {waited.TotalSeconds:0.###} seconds, which is as long as one may wait for its turn."),
            "Try again later, or raise QueueTimeout or MaxConcurrency.",
            isTransient: true) => QueueLength = queueLength;

    /// <summary>How many requests may wait.</summary>
    public int QueueLength { get; }
}
