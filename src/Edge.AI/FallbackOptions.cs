namespace Edge.AI;

/// <summary>When another chat client answers instead of the local model. See <c>UseFallback</c>.</summary>
public sealed class FallbackOptions
{
    /// <summary>Gets or sets the reasons for which the other client answers. The default is <see cref="FallbackReasons.All"/>.</summary>
    public FallbackReasons Reasons { get; set; } = FallbackReasons.All;

    /// <summary>
    /// Gets or sets how long the oldest request in the queue of the local model may have waited, 0 or more. If it has waited longer, the other client answers new requests
    /// (<see cref="FallbackReasons.Busy"/>). The default, <see langword="null"/>, is no limit: only a full queue is a reason.
    /// </summary>
    public TimeSpan? MaxQueueAge { get; set; }

    internal void Validate()
    {
        if ((Reasons & ~FallbackReasons.All) != FallbackReasons.None)
            throw new EdgeOptionException(nameof(Reasons), $"{Reasons} is not a combination of {nameof(FallbackReasons)}.", "Combine the values of FallbackReasons.");
        if (MaxQueueAge < TimeSpan.Zero)
            throw new EdgeOptionException(nameof(MaxQueueAge), $"{MaxQueueAge} is negative.", "Set it to 0 or more, or leave it out.");
    }
}
