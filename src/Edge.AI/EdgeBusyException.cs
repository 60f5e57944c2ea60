namespace Edge.AI;

/// <summary>The request queue is full, or the request waited longer than <see cref="EdgeChatClientOptions.QueueTimeout"/> (<c>EDGE_BUSY</c>). The request was not started, so it can be sent again.</summary>
public sealed class EdgeBusyException : EdgeAIException
{
    internal EdgeBusyException(int maxQueueLength)
        : base(
            EdgeErrorCodes.Busy,
            $"The request queue is full (MaxQueueLength = {maxQueueLength}).",
            "Try again later, or raise MaxQueueLength or MaxConcurrency.",
            isTransient: true) => MaxQueueLength = maxQueueLength;

    internal EdgeBusyException(int maxQueueLength, TimeSpan timeout)
        : base(
            EdgeErrorCodes.Busy,
            FormattableString.Invariant($"The request waited {timeout.TotalSeconds:0.###} seconds for a slot (QueueTimeout)."),
            "Try again later, or raise QueueTimeout or MaxConcurrency.",
            isTransient: true) => MaxQueueLength = maxQueueLength;

    /// <summary>Gets the most requests that may wait in the queue.</summary>
    public int MaxQueueLength { get; }
}
