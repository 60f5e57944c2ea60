namespace Edge.AI.Gguf.Checks;

/// <summary>Checks how an embedding model makes one vector from those of its tokens, and the layers behind that.</summary>
internal static class PoolingCheck
{
    private const int Rank = 4; // enum llama_pooling_type; 1 to 3 are the mean, the first and the last token

    /// <exception cref="GgufException">The model makes no vector of a text, or llama.cpp would stop at an assertion.</exception>
    public static void Check(GgufFile header, IReadOnlyList<GgufTensor> tensors)
    {
        var key = $"{header.Architecture}.pooling_type";
        var pooling = header.Metadata.FindCount(key) ?? 0;
        if (pooling == Rank)
            throw new GgufException(header.FileName, $"ranks documents instead of embedding them ('{key}' is {Rank}).", "Choose an embedding model.");
        if (pooling is 0)
            throw new GgufException(header.FileName, $"does not say how its tokens become one vector ('{key}').", "Convert the model again with a current converter, or choose another file.");
        if (pooling > Rank)
            throw Damage.In(header, $"has the pooling type {pooling} ('{key}'), which llama.cpp does not know");

        CheckDenseLayers(header, tensors);
    }

    /// <summary>The layers behind the pooled vector. llama.cpp multiplies with them unchecked.</summary>
    private static void CheckDenseLayers(GgufFile header, IReadOnlyList<GgufTensor> tensors)
    {
        var width = header.EmbeddingLength;
        var dense = tensors.Where(tensor => tensor.Name.StartsWith("dense_", StringComparison.Ordinal)).ToList();
        if (dense.Count > 0 && header.Architecture != "gemma-embedding")
            throw new GgufException(header.FileName, $"has the layer '{dense[0].Name}' behind its vectors, which is not supported for '{header.Architecture}'.", "Choose another embedding model.");

        var (first, second) = (dense.Find(tensor => tensor.Name == "dense_2.weight"), dense.Find(tensor => tensor.Name == "dense_3.weight"));
        var fits = dense.Count == 0 || (first is { Dimensions: [var read, var inner] } && second is { Dimensions: [var inner2, var written] } && dense.Count == 2 && read == width && inner == inner2 && written == width);
        if (!fits || Differs("dense_2_feat_in") || Differs("dense_3_feat_out"))
            throw Damage.In(header, $"has layers behind its vectors ('dense_2.weight', 'dense_3.weight') that do not fit its embedding length of {width}");

        bool Differs(string name) => header.Metadata.FindCount($"{header.Architecture}.{name}") is { } length and not 0 && length != width;
    }
}
