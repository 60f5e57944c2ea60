namespace Edge.AI.Gguf.Checks;

/// <summary>Checks that a model generates text. llama.cpp ends the process when it generates with an encoder or a diffusion model.</summary>
internal static class PurposeCheck
{
    private const string ChooseChat = "Choose a model that generates text.";

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

    public static void Check(GgufFile header, IReadOnlyList<GgufTensor> tensors)
    {
        var (what, hint) = Of(header, tensors) switch
        {
            GgufPurpose.Embedding => ("an embedding model", ChooseChat),
            GgufPurpose.Diffusion => ("a diffusion model, which does not generate token by token", ChooseChat),
            GgufPurpose.EncoderDecoder => ("a model with an encoder and a decoder, which is not supported", ChooseChat),
            GgufPurpose.Speech => ("a model that generates sound", ChooseChat),
            GgufPurpose.Part => ("a part that is used beside a model, not a model", "Choose the model's own file."),
            _ => ("", ""),
        };
        if (what.Length > 0)
            throw new GgufException(header.FileName, $"is {what} (architecture '{header.Architecture}'), so it cannot chat.", hint);
    }
}
