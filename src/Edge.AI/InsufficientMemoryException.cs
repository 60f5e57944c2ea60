using Edge.AI.Common;

namespace Edge.AI;

/// <summary>Weights and context need more memory than there is (<c>EDGE_MEMORY_INSUFFICIENT</c>); raised before anything was loaded.</summary>
public sealed class InsufficientMemoryException : EdgeAIException
{
    internal InsufficientMemoryException(string modelId, long required, long available, string remedy)
        : base(
            EdgeErrorCodes.MemoryInsufficient,
            $"'{modelId}' needs about {ByteSizeText.Of(required)} of memory, {ByteSizeText.Of(available)} is available.",
            remedy,
            isTransient: true)
    {
        Required = required;
        Available = available;
    }

    /// <summary>Estimated bytes: weights, key-value cache and compute buffers.</summary>
    public long Required { get; }

    /// <summary>Bytes that the machine or the container can still give.</summary>
    public long Available { get; }
}
