namespace Edge.AI.Testing.Gguf;

/// <summary>The types in which <see cref="GgufWriter"/> stores weights, with the ids of <c>enum ggml_type</c>.</summary>
public enum WeightType
{
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q8_0 = 8,
}
