namespace Edge.AI;

/// <summary>When a model is downloaded or loaded.</summary>
public enum ModelTiming
{
    /// <summary>When the first request needs it.</summary>
    FirstUse,

    /// <summary>In the background: the host starts at once. Without a host, it begins when the client is created.</summary>
    Background,

    /// <summary>Before the host has started: if it fails, the start of the host fails. Without a host, it is the same as <see cref="Background"/>.</summary>
    Start,
}
