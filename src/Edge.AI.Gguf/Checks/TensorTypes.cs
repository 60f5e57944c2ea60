namespace Edge.AI.Gguf.Checks;

/// <summary>
/// Which types a tensor may have. ggml ends the process when a kernel meets a type that it was not written for: matrices may have any that it
/// multiplies with, everything else is 32-bit numbers.
/// </summary>
internal static class TensorTypes
{
    // By names of src/llama-arch.cpp: norms, biases, convolutions, states and mixes are added to, or multiplied with, each number for itself.
    private static readonly string[] PartsOfNumbers = ["norm", "conv1d", "shortconv.conv", "ssm_a", "ssm_d", "ssm_dt.bias", "time_mix_lerp", "channel_mix_lerp", "time_mix_first", "token_types", "rope_f", "sinks", "dw.weight"];

    public static void Check(GgufFile header, GgufTensor tensor)
    {
        if (tensor.Dimensions.Contains(0))
            throw Damage.In(header, $"has the tensor '{tensor.Name}' with no elements");

        var computes = IsTable(tensor) ? tensor.Type == GgmlType.I32 : tensor.Type == GgmlType.F32 || (IsMatrix(tensor) && Multiplies(tensor.Type));
        if (!computes)
            throw Damage.In(header, $"has the tensor '{tensor.Name}' as {tensor.Type}, which llama.cpp cannot compute with");
    }

    /// <summary>The experts of each token, which some mixtures look up.</summary>
    private static bool IsTable(GgufTensor tensor) => tensor.Name.Contains("tid2eid", StringComparison.Ordinal);

    private static bool IsMatrix(GgufTensor tensor) => tensor.Dimensions.Count(length => length > 1) > 1
        && !tensor.Name.EndsWith(".bias", StringComparison.Ordinal)
        && !Array.Exists(PartsOfNumbers, part => tensor.Name.Contains(part, StringComparison.Ordinal));

    private static bool Multiplies(GgmlType type) => type is not (GgmlType.I8 or GgmlType.I16 or GgmlType.I32 or GgmlType.I64 or GgmlType.F64 or GgmlType.Q8_1 or GgmlType.Q8_K);
}
