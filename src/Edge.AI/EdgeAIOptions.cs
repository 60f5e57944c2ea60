using Edge.AI.Common;

namespace Edge.AI;

/// <summary>Options for all models of an app. Bound from the configuration section <c>EdgeAI</c>, and validated when the host starts.</summary>
public sealed class EdgeAIOptions
{
    /// <summary>
    /// Gets or sets the most memory that all loaded models may use together, in bytes, from 1,048,576 (1 MiB). If a model needs room, the least recently used idle model is unloaded;
    /// if none is idle, the model waits until the running requests of the least recently used one have ended. A model that needs more than the whole budget fails with
    /// <c>EDGE_MEMORY_INSUFFICIENT</c>. A change at run time applies to the next model that is loaded. The default, <see langword="null"/>, is no limit.
    /// </summary>
    /// <remarks>The memory of a model is estimated from its file before it is loaded: weights, key-value cache, buffers, and <see cref="EdgeChatClientOptions.PromptCacheBytes"/>.</remarks>
    [Live]
    [Within(1_048_576, long.MaxValue, Unit = "bytes")]
    public long? MemoryBudget { get; set; }
}
