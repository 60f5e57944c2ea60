using Edge.AI.Common;

namespace Edge.AI;

/// <summary>A LoRA adapter: a small GGUF file that changes the weights of the model that it was trained for.</summary>
public sealed class LoraAdapter
{
    /// <summary>Gets or sets the path of the adapter's file.</summary>
    [Characters(1, 4096)]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets how strongly the adapter applies, from -100 to 100. 0 switches it off. The default is 1, the strength it was trained with.</summary>
    [Within(-100.0, 100.0)]
    public float Scale { get; set; } = 1;
}
