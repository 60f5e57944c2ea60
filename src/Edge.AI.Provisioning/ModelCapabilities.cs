namespace Edge.AI;

/// <summary>What a model was trained for, as its catalogue entry says.</summary>
[Flags]
public enum ModelCapabilities
{
    /// <summary>Nothing known.</summary>
    None = 0,

    /// <summary>Answers messages.</summary>
    Chat = 1,

    /// <summary>Calls tools in a format of its own.</summary>
    Tools = 2,

    /// <summary>Thinks before it answers.</summary>
    Reasoning = 4,

    /// <summary>Turns text into vectors.</summary>
    Embeddings = 8,
}
