namespace Edge.AI;

/// <summary>Memory became short, on the machine or in the container.</summary>
/// <param name="used">Bytes in use, by everybody.</param>
/// <param name="limit">Bytes that there are.</param>
public sealed class MemoryPressureEventArgs(long used, long limit) : EventArgs
{
    /// <summary>Bytes in use, by everybody.</summary>
    public long Used { get; } = used;

    /// <summary>Bytes that there are: of the container, or of the machine.</summary>
    public long Limit { get; } = limit;
}
