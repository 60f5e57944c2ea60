using Edge.AI.Gguf;

namespace Edge.AI.Inference;

/// <summary>What a model will take of the machine's memory, in bytes, estimated from its file before any of it is loaded.</summary>
internal sealed class MemoryEstimate
{
    /// <summary>llama.cpp rounds the cache up to it.</summary>
    public const int LengthStep = 256;

    private const int MicroBatchSize = 512; // of llama_context_default_params

    // Measured: a token's text, its number and its merge in llama.cpp's maps; and buffers that no model is without.
    private const int BytesPerToken = 400;
    private const long FixedBytes = 8 << 20;

    private readonly GgufFile _header;
    private readonly InferenceOptions _options;

    /// <param name="model">The file.</param>
    /// <param name="adapters">The adapters that will be loaded beside it.</param>
    /// <param name="options">How it will be loaded.</param>
    /// <param name="hasGpu">Whether layers that may go to a GPU will not be in the machine's own memory.</param>
    public MemoryEstimate(GgufModel model, IReadOnlyList<GgufFile> adapters, InferenceOptions options, bool hasGpu)
    {
        (_header, _options) = (model.File, options);
        var layers = Math.Max(1, _header.BlockCount ?? 1);
        var offloaded = hasGpu ? Math.Min(layers, options.GpuLayers ?? layers) : 0;
        OwnShare = 1 - (double)offloaded / layers;
        Weights = (long)((model.Tensors.Sum(tensor => tensor.ByteLength) + adapters.Sum(adapter => adapter.TotalTensorBytes)) * OwnShare);
        CacheBytesPerToken = (long)(Enumerable.Range(0, layers).Sum(CacheBytesOf) * OwnShare);
    }

    /// <summary>
    /// The weights, those of adapters included. They take the same whether they are mapped or copied: a mapped page that is not in memory has to be read
    /// again for every token.
    /// </summary>
    public long Weights { get; }

    /// <summary>Keys and values of one token in all layers.</summary>
    public long CacheBytesPerToken { get; }

    /// <summary>Copies of what slots had read, which grow up to it in time.</summary>
    public long PromptCache => _options.PromptCacheBytes;

    private double OwnShare { get; }

    /// <summary>Everything, for so many sequences of such a length.</summary>
    public long Of(int length, int sequences) => Weights + CacheOf(length, sequences) + ComputeOf(length, sequences) + PromptCache;

    /// <summary>The key-value cache, which is allocated as a whole.</summary>
    public long CacheOf(int length, int sequences) => CacheBytesPerToken * PlacesOf(length, sequences);

    private long ComputeOf(int length, int sequences)
    {
        long vocabulary = _header.VocabularySize ?? 0;
        long tokens = Math.Min(MicroBatchSize, Math.Max(_options.BatchSize, sequences));
        long width = _header.EmbeddingLength ?? 0;
        var inner = _header.Metadata.FindLayerCounts($"{_header.Architecture}.feed_forward_length", _header.BlockCount)?.Max ?? 4 * width;
        long heads = (_header.HeadCount?.Max ?? 0) * (long)(_header.KeyLength ?? 0);

        var logits = 2 * vocabulary * sequences * sizeof(float);
        var layer = tokens * (4 * width + 2 * inner + 2 * heads) * sizeof(float);
        var mask = tokens * PlacesOf(length, sequences) * (sizeof(float) + sizeof(ushort));
        var scores = _options.FlashAttention == FlashAttentionMode.Off ? tokens * PlacesOf(length, sequences) * (_header.HeadCount?.Max ?? 0) * sizeof(float) : 0;
        return logits + layer + mask + scores + vocabulary * BytesPerToken + FixedBytes;
    }

    private long CacheBytesOf(int layer)
    {
        var heads = _header.HeadCountKv?[layer] ?? 0;
        // Where keys are compressed, values are computed from them.
        var values = _header.Metadata.ContainsKey($"{_header.Architecture}.attention.key_length_mla") ? 0 : _header.ValueLength ?? 0;
        return RowBytes((long)heads * (_header.KeyLength ?? 0)) + RowBytes((long)heads * values);
    }

    private long RowBytes(long elements)
    {
        var block = GgmlBlock.Of(_options.KvCacheType.ToGgml())!;
        return (elements + block.Elements - 1) / block.Elements * block.Bytes;
    }

    private static long PlacesOf(int length, int sequences) => ((long)length * sequences + LengthStep - 1) / LengthStep * LengthStep;
}
