namespace Edge.AI;

/// <summary>Specifies what a model was trained for.</summary>
[Flags]
public enum ModelCapabilities
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>The model answers messages.</summary>
    Chat = 1,

    /// <summary>The model calls tools in a format of its own.</summary>
    Tools = 2,

    /// <summary>The model reasons before it answers.</summary>
    Reasoning = 4,

    /// <summary>The model turns text into vectors.</summary>
    Embeddings = 8,
}
