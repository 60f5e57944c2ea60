using Edge.AI.Common;

namespace Edge.AI;

/// <summary>The model needs more memory than is available (<c>EDGE_MEMORY_INSUFFICIENT</c>). It is thrown before anything is loaded.</summary>
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

    /// <summary>Gets the memory that the machine or the container has available, in bytes.</summary>
    public long AvailableBytes { get; }
}
