namespace Edge.AI;

/// <summary>Whether attention is computed without storing the whole matrix of scores. That needs less memory, and is faster on most devices.</summary>
public enum FlashAttentionMode
{
    /// <summary>On devices that support it well.</summary>
    Auto,

    /// <summary>Always.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}
