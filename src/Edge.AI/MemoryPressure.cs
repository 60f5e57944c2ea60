namespace Edge.AI;

/// <summary>The use of memory at the moment when it became low.</summary>
public sealed record MemoryPressure
{
    /// <summary>Gets the memory in use by all processes of the container or the machine, in bytes.</summary>
    public required long UsedBytes { get; init; }

    /// <summary>Gets the memory of the container or the machine, in bytes.</summary>
    public required long LimitBytes { get; init; }
}
