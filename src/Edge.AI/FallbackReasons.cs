namespace Edge.AI;

/// <summary>The reasons for which another chat client answers instead of the local model.</summary>
[Flags]
public enum FallbackReasons
{
    /// <summary>No reason: the local model answers every request.</summary>
    None = 0,

    /// <summary>The local model is not in memory: it is downloaded or loaded, or that failed. It is loaded in the background.</summary>
    NotReady = 1,

    /// <summary>The queue of the local model is full (<c>EDGE_BUSY</c>), or its oldest request has waited longer than <see cref="FallbackOptions.MaxQueueAge"/>.</summary>
    Busy = 2,

    /// <summary>The prompt is longer than the context of the local model (<c>EDGE_CONTEXT_EXCEEDED</c>).</summary>
    ContextExceeded = 4,

    /// <summary>A message has content that the local model cannot read, such as an image (<c>EDGE_CONTENT_UNSUPPORTED</c>).</summary>
    ContentUnsupported = 8,

    /// <summary>All reasons.</summary>
    All = NotReady | Busy | ContextExceeded | ContentUnsupported,
}
