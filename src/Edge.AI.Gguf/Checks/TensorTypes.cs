namespace Edge.AI.Gguf.Checks;

/// <summary>
/// Checks the types of tensors. ggml ends the process when a kernel gets a type that it does not support: matrices may have every type that ggml
/// multiplies with; all other tensors must have 32-bit numbers.
/// </summary>
internal static class TensorTypes
{
    // Names of src/llama-arch.cpp: norms, biases, convolutions, states and mixes are applied element by element.
    private static readonly string[] PartsOfNumbers = ["norm", "conv1d", "shortconv.conv", "ssm_a", "ssm_d", "ssm_dt.bias", "time_mix_lerp", "channel_mix_lerp", "time_mix_first", "token_types", "rope_f", "sinks", "dw.weight"];

    public static void Check(GgufFile header, GgufTensor tensor)
    {
        if (tensor.Dimensions.Contains(0))
            throw Damage.In(header, $"has the tensor '{tensor.Name}' with no elements");

        var computes = IsTable(tensor) ? tensor.Type == GgmlType.I32 : tensor.Type == GgmlType.F32 || (IsMatrix(tensor) && Multiplies(tensor.Type));
        if (!computes)
            throw Damage.In(header, $"has the tensor '{tensor.Name}' as {tensor.Type}, which llama.cpp cannot compute with");
    }

    /// <summary>The table of the experts of each token, which some mixtures have.</summary>
    private static bool IsTable(GgufTensor tensor) => tensor.Name.Contains("tid2eid", StringComparison.Ordinal);

    private static bool IsMatrix(GgufTensor tensor) => tensor.Dimensions.Count(length => length > 1) > 1
        && !tensor.Name.EndsWith(".bias", StringComparison.Ordinal)
        && !Array.Exists(PartsOfNumbers, part => tensor.Name.Contains(part, StringComparison.Ordinal));

    private static bool Multiplies(GgmlType type) => type is not (GgmlType.I8 or GgmlType.I16 or GgmlType.I32 or GgmlType.I64 or GgmlType.F64 or GgmlType.Q8_1 or GgmlType.Q8_K);
}
