namespace Edge.AI.Gguf.Checks;

/// <summary>Checks that a model is for the use that the caller has for it. llama.cpp ends the process when it generates with an encoder or a diffusion model.</summary>
internal static class PurposeCheck
{
    /// <summary>Returns the purpose of the model, from its architecture, its metadata and its tensors.</summary>
    public static GgufPurpose Of(GgufFile header, IReadOnlyList<GgufTensor> tensors) => header switch
    {
        { Architecture: null } => GgufPurpose.Text,
        _ when header.Metadata.FindText("general.type") is "adapter" or "mmproj" => GgufPurpose.Part,
        _ when Architecture.Find(header.Architecture) is { Purpose: not GgufPurpose.Text and var purpose } => purpose,
        _ when !header.IsCausal || header.Metadata.FindCount($"{header.Architecture}.pooling_type") > 0 => GgufPurpose.Embedding,
        _ when tensors.Any(tensor => tensor.Name.StartsWith("dense_", StringComparison.Ordinal) || tensor.Name.StartsWith("cls", StringComparison.Ordinal)) => GgufPurpose.Embedding,
        _ => GgufPurpose.Text,
    };

    /// <exception cref="GgufException">The model has another purpose.</exception>
    public static void Check(GgufFile header, IReadOnlyList<GgufTensor> tensors, GgufPurpose wanted)
    {
        var purpose = Of(header, tensors);
        if (purpose == wanted)
            return;

        var what = purpose switch
        {
            GgufPurpose.Text => "a model that generates text",
            GgufPurpose.Embedding => "an embedding model",
            GgufPurpose.Diffusion => "a diffusion model, which does not generate token by token",
            GgufPurpose.EncoderDecoder => "a model with an encoder and a decoder, which is not supported",
            GgufPurpose.Speech => "a model that generates sound",
            _ => "a part that is used beside a model, not a model",
        };
        var (use, hint) = wanted == GgufPurpose.Embedding ? ("embed text", "Choose an embedding model.") : ("chat", "Choose a model that generates text.");
        throw new GgufException(
            header.FileName,
            $"is {what} (architecture '{header.Architecture}'), so it cannot {use}.",
            purpose == GgufPurpose.Part ? "Choose the model's own file." : hint);
    }
}
