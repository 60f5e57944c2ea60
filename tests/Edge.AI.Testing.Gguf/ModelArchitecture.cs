namespace Edge.AI.Testing.Gguf;

/// <summary>The architectures that <see cref="RandomLlama"/> can write.</summary>
public enum ModelArchitecture
{
    Llama,

    /// <summary>As Llama, with biases for queries, keys and values, and pairs of the rotation half a head apart.</summary>
    Qwen2,
}
