using System.Globalization;

namespace Edge.AI.Gguf.Checks;

/// <summary>Checks the tensors against the numbers that shape the model and against each other, and their types against those that llama.cpp can compute with.</summary>
internal static class TensorCheck
{
    public static void Check(GgufFile header, IReadOnlyList<GgufTensor> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw Invalid(header, $"has the tensor '{tensor.Name}' in two of its parts");

            TensorTypes.Check(header, tensor);
        }

        CheckEmbedding(header, tensors);
        CheckLayers(header, tensors);
        if (LayerTensors.FindMissing(header, names) is { } missing)
            throw Invalid(header, $"has no '{missing}'");
        if (LayerTensors.FindUnusable(header, names) is { } unusable)
            throw Invalid(header, $"has the tensor '{unusable}', which llama.cpp cannot compute with in '{header.Architecture}'");
    }

    private static void CheckEmbedding(GgufFile header, IReadOnlyList<GgufTensor> tensors)
    {
        var embedding = tensors.FirstOrDefault(tensor => tensor.Name == "token_embd.weight") ?? throw Invalid(header, "has no 'token_embd.weight'");
        var (width, rows) = (embedding.Dimensions[0], embedding.Dimensions.Skip(1).Aggregate(1L, (product, length) => product * length));
        if (width != header.EmbeddingLength)
            throw Invalid(header, $"has embeddings of {width} numbers, where '{header.Architecture}.embedding_length' says {header.EmbeddingLength}");
        if (rows != header.VocabularySize)
            throw Invalid(header, $"has embeddings for {rows} tokens, but a vocabulary of {header.VocabularySize ?? 0}");
    }

    private static void CheckLayers(GgufFile header, IReadOnlyList<GgufTensor> tensors)
    {
        var layers = header.BlockCount!.Value;
        var found = new bool[layers];
        var used = header.Metadata.FindLayerCounts($"{header.Architecture}.expert_used_count", layers);
        foreach (var tensor in tensors)
        {
            if (LayerOf(tensor.Name) is not { } layer)
                continue;
            if (layer >= layers)
                throw Invalid(header, $"has the tensor '{tensor.Name}', but only {layers} layers");

            found[layer] = true;
            if (header.Architecture != "kimi-linear" && tensor.Name.EndsWith(".attn_k.weight", StringComparison.Ordinal) && header.HeadCountKv is { } keys && keys[layer] == 0)
                throw Invalid(header, $"has keys in layer {layer}, but no heads for them");
            if (tensor.Name.EndsWith(".ffn_gate_inp.weight", StringComparison.Ordinal) && used is not null && used[layer] == 0)
                throw Invalid(header, $"has experts in layer {layer}, but uses none of them");
        }

        if (Array.IndexOf(found, false) is >= 0 and var missing)
            throw Invalid(header, $"has no tensors for layer {missing} of its {layers}");
    }

    private static int? LayerOf(string name) =>
        name.Split('.') is ["blk", var number, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? layer : null;

    private static GgufException Invalid(GgufFile header, string problem) => Damage.In(header, problem);
}
