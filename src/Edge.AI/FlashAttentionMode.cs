namespace Edge.AI;

/// <summary>Whether attention is computed without writing its whole matrix of scores: less memory, and faster on most devices.</summary>
public enum FlashAttentionMode
{
    /// <summary>Where the device does it well.</summary>
    Auto,

    /// <summary>Always.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}
