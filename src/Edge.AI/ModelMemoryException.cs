using Edge.AI.Common;

namespace Edge.AI;

/// <summary>The exception that is thrown when weights and context need more memory than there is (<c>EDGE_MEMORY_INSUFFICIENT</c>). Nothing was loaded.</summary>
public sealed class ModelMemoryException : EdgeAIException
{
    internal ModelMemoryException(string modelId, long requiredBytes, long availableBytes, string remedy)
        : base(
            EdgeErrorCodes.MemoryInsufficient,
            $"'{modelId}' needs about {ByteSizeText.Of(requiredBytes)} of memory; {ByteSizeText.Of(availableBytes)} is available.",
            remedy,
            isTransient: true)
    {
        RequiredBytes = requiredBytes;
        AvailableBytes = availableBytes;
    }

    /// <summary>Gets the estimated memory for weights, key-value cache and compute buffers, in bytes.</summary>
    public long RequiredBytes { get; }

    /// <summary>Gets the memory that the machine or the container has left, in bytes.</summary>
    public long AvailableBytes { get; }
}
