namespace Edge.AI;

/// <summary>A LoRA adapter: a small GGUF file that changes the weights of the model that it was trained for.</summary>
public sealed class LoraAdapter
{
    /// <summary>The adapter's file.</summary>
    public string Path { get; set; } = "";

    /// <summary>How strongly it applies; 0 is not at all. From -100 to 100. Default: 1, as it was trained.</summary>
    public float Scale { get; set; } = 1;
}
