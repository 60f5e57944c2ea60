namespace Edge.AI.Gguf.Checks;

/// <summary>Whether a model generates text, found out before llama.cpp is asked to: encoders and diffusion models end the process then.</summary>
internal static class PurposeCheck
{
    private const string ChooseChat = "Choose a model with the capability 'chat'.";

    /// <summary>What the model is for, from its architecture and from what its file says beside it.</summary>
    public static ModelPurpose Of(GgufHeader header, IReadOnlyList<GgufTensor> tensors) => header switch
    {
        { Architecture: null } => ModelPurpose.Text,
        _ when header.Metadata.FindText("general.type") is "adapter" or "mmproj" => ModelPurpose.Part,
        _ when Architecture.Find(header.Architecture) is { Purpose: not ModelPurpose.Text and var purpose } => purpose,
        _ when !header.IsCausal || header.Metadata.FindCount($"{header.Architecture}.pooling_type") > 0 => ModelPurpose.Embedding,
        _ when tensors.Any(tensor => tensor.Name.StartsWith("dense_", StringComparison.Ordinal) || tensor.Name.StartsWith("cls", StringComparison.Ordinal)) => ModelPurpose.Embedding,
        _ => ModelPurpose.Text,
    };

    public static void Check(GgufHeader header, IReadOnlyList<GgufTensor> tensors)
    {
        var (what, hint) = Of(header, tensors) switch
        {
            ModelPurpose.Embedding => ("an embedding model", ChooseChat),
            ModelPurpose.Diffusion => ("a diffusion model, which does not generate token by token", ChooseChat),
            ModelPurpose.EncoderDecoder => ("a model with an encoder and a decoder, which is not supported", ChooseChat),
            ModelPurpose.Speech => ("a model that generates sound", ChooseChat),
            ModelPurpose.Part => ("a part that is used beside a model, not a model", "Choose the model's own file; adapters go into the option LoraAdapters."),
            _ => ("", ""),
        };
        if (what.Length > 0)
            throw new ModelValidationException(header.FileName, $"is {what} (architecture '{header.Architecture}'), so it cannot chat.", hint);
    }
}
