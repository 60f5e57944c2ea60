namespace Edge.AI.Gguf.Checks;

/// <summary>
/// Checks the numbers that shape a model against the assumptions of its architecture. Wrong numbers end the process inside llama.cpp, make it hang,
/// or make it stop (<c>llama_model_base::load_hparams</c>, the files in src/models, and the kernels of ggml).
/// </summary>
internal static class ArchitectureCheck
{
    private const int MaxLayers = 512; // llama-hparams.h

    /// <param name="header">The file's header.</param>
    /// <param name="allowUnchecked">Whether to accept an architecture that has no checks.</param>
    public static void Check(GgufFile header, bool allowUnchecked)
    {
        var name = header.Architecture ?? throw Invalid(header, "does not name its architecture ('general.architecture')");
        var architecture = Architecture.Find(name);
        if (architecture is not { IsChecked: true } && !allowUnchecked)
        {
            throw new GgufException(
                header.FileName,
                $"has the architecture '{name}', for which there are no checks.",
                "Choose another model, or allow unchecked architectures if you trust the file: a damaged file of such an architecture can end the process.");
        }

        Require(header, header.ContextLength, "context_length");
        Require(header, header.EmbeddingLength, "embedding_length");
        var layers = Require(header, header.BlockCount, "block_count");
        if (layers > MaxLayers)
            throw Invalid(header, $"has {layers} layers ('{name}.block_count'); the limit is {MaxLayers}");
        if (header.NextLayers >= layers)
            throw Invalid(header, "uses all of its layers for multi-token prediction ('nextn_predict_layers')");

        AttentionCheck.Check(header, architecture ?? new(), layers);
        ExpertCheck.Check(header, architecture ?? new());
        RecurrenceCheck.Check(header);
        NumberCheck.Check(header);
    }

    private static int Require(GgufFile header, int? value, string key) => value is > 0 and var number
        ? number
        : throw Invalid(header, $"{(value is null ? "has no" : "has 0 for")} '{header.Architecture}.{key}'");

    private static GgufException Invalid(GgufFile header, string problem) => Damage.In(header, problem);
}
