using Edge.AI.Inference.Speculation;
using Edge.AI.Native.Versions;
using Edge.AI.Platform;

namespace Edge.AI.Inference;

/// <summary>Converts options to the settings of llama.cpp. Options that are not set keep llama.cpp's defaults.</summary>
internal static class NativeSettings
{
    /// <summary>The most drafted tokens of a step, of all slots together. More would seldom pay, and each one needs memory for its logits.</summary>
    private const int MostDraftedTogether = 2 * Drafter.MaxLength;

    /// <summary>Returns the most drafted tokens of a step.</summary>
    public static int MostDrafted(int sequences, InferenceOptions options) => options.Speculation ? Math.Min(sequences * Drafter.MaxLength, MostDraftedTogether) : 0;

    public static ModelSettings OfModel(InferenceOptions options) => new()
    {
        GpuLayers = options.GpuLayers,
        MainGpu = options.MainGpu,
        UseMemoryMapping = options.UseMemoryMapping,
        LockMemory = options.LockMemory,
    };

    /// <summary>The settings of a context that embeds texts.</summary>
    /// <param name="batchLength">The most tokens of a batch.</param>
    /// <param name="maxTexts">The most texts of a batch.</param>
    /// <param name="options">How the model is loaded.</param>
    public static ContextSettings OfEmbedding(int batchLength, int maxTexts, InferenceOptions options)
    {
        var threads = options.Threads ?? ProcessorCores.Usable;
        return new()
        {
            Embeds = true,
            ContextSize = (uint)batchLength,
            BatchSize = batchLength,
            MicroBatchSize = batchLength,
            MaxOutputs = batchLength, // a pooled vector needs every token
            MaxSequences = maxTexts,
            UnifiedCache = true,
            Threads = threads,
            BatchThreads = threads,
        };
    }

    public static ContextSettings OfContext(ContextPlan plan, InferenceOptions options)
    {
        var threads = options.Threads ?? ProcessorCores.Usable;
        return new()
        {
            ContextSize = checked((uint)plan.SequenceLength * (uint)plan.Sequences),
            MaxSequences = plan.Sequences,
            MaxOutputs = plan.Sequences + MostDrafted(plan.Sequences, options), // a buffer for the logits of each token of the batch would need hundreds of megabytes
            UnifiedCache = plan.Sequences > 1,
            BatchSize = Math.Max(options.BatchSize, plan.Sequences),
            CacheType = (int)options.KvCacheType.ToGgml(),
            FlashAttention = options.FlashAttention switch { FlashAttentionMode.On => 1, FlashAttentionMode.Off => 0, _ => -1 }, // enum llama_flash_attn_type
            Threads = threads,
            BatchThreads = options.BatchThreads ?? threads,
        };
    }
}
