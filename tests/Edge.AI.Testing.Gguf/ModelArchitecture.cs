namespace Edge.AI.Testing.Gguf;

/// <summary>The architectures that <see cref="RandomLlama"/> can write.</summary>
public enum ModelArchitecture
{
    Llama,

    /// <summary>Like Llama, with biases for queries, keys and values. The two numbers of a rotated pair are half a head apart.</summary>
    Qwen2,
}
