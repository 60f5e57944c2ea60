using Edge.AI.Gguf;
using Edge.AI.Platform;

namespace Edge.AI.Inference;

/// <summary>The memory that a model will need, in bytes, estimated from its file before it is loaded.</summary>
internal sealed class MemoryEstimate
{
    /// <summary>llama.cpp rounds the length of the cache up to a multiple of this.</summary>
    public const int LengthStep = 256;

    private const int MicroBatchSize = 512; // of llama_context_default_params

    // Measured: a token's text, number and merge in llama.cpp's maps; and the buffers that every model has.
    private const int BytesPerToken = 400;
    private const long FixedBytes = 8 << 20;

    private readonly GgufFile _header;
    private readonly InferenceOptions _options;

    /// <param name="model">The file.</param>
    /// <param name="adapters">The adapters that will be loaded.</param>
    /// <param name="options">How the model will be loaded.</param>
    /// <param name="hasGpu">Whether there is a GPU, so that layers on it need none of the memory of the machine.</param>
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
    /// The weights, including those of adapters. Mapped weights count like copied ones, because a mapped page that is not in memory must be read again for every token.
    /// </summary>
    public long Weights { get; }

    /// <summary>The keys and values of one token in all layers.</summary>
    public long CacheBytesPerToken { get; }

    /// <summary>The saved state of evicted conversations, which grows up to this size.</summary>
    public long PromptCache => _options.PromptCacheBytes;

    private double OwnShare { get; }

    /// <summary>The whole memory, for a number of sequences of a length.</summary>
    public long Of(int length, int sequences) => Weights + CacheOf(length, sequences) + ComputeOf(length, sequences) + PromptCache;

    /// <summary>What every model needs: its tokens in llama.cpp's maps, and small buffers.</summary>
    public static long VocabularyOf(long tokens) => tokens * BytesPerToken + FixedBytes;

    /// <summary>The key-value cache when it is full.</summary>
    public long CacheOf(int length, int sequences) => CacheBytesPerToken * CellsOf(length, sequences);

    /// <summary>The tokens that the key-value cache has room for.</summary>
    public static long CellsOf(int length, int sequences) => ((long)length * sequences + LengthStep - 1) / LengthStep * LengthStep;

    /// <summary>
    /// Whether the whole model is in the memory of the machine, and a key-value cache may grow there: that needs the larger cache, the one before it, and a copy, which together are at most
    /// two whole caches.
    /// </summary>
    public bool LetsCacheGrow(ContextPlan plan, MachineMemory memory) =>
        OwnShare == 1 && Of(plan.SequenceLength, plan.Sequences) + CacheOf(plan.SequenceLength, plan.Sequences) <= memory.Available;

    private long ComputeOf(int length, int sequences)
    {
        long vocabulary = _header.VocabularySize ?? 0;
        long tokens = Math.Min(MicroBatchSize, Math.Max(_options.BatchSize, sequences));
        long width = _header.EmbeddingLength ?? 0;
        var inner = _header.Metadata.FindLayerCounts($"{_header.Architecture}.feed_forward_length", _header.BlockCount)?.Max ?? 4 * width;
        long heads = (_header.HeadCount?.Max ?? 0) * (long)(_header.KeyLength ?? 0);

        var logits = 2 * vocabulary * (sequences + NativeSettings.MostDrafted(sequences, _options)) * sizeof(float);
        var layer = tokens * (4 * width + 2 * inner + 2 * heads) * sizeof(float);
        var mask = tokens * CellsOf(length, sequences) * (sizeof(float) + sizeof(ushort));
        var scores = _options.FlashAttention == FlashAttentionMode.Off ? tokens * CellsOf(length, sequences) * (_header.HeadCount?.Max ?? 0) * sizeof(float) : 0;
        return logits + layer + mask + scores + VocabularyOf(vocabulary);
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
}
