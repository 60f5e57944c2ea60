using Edge.AI.Native.Versions;
using Edge.AI.Platform;

namespace Edge.AI.Inference;

/// <summary>Converts options to the settings of llama.cpp. Options that are not set keep llama.cpp's defaults.</summary>
internal static class NativeSettings
{
    public static ModelSettings OfModel(InferenceOptions options) => new()
    {
        GpuLayers = options.GpuLayers,
        MainGpu = options.MainGpu,
        UseMemoryMapping = options.UseMemoryMapping,
        LockMemory = options.LockMemory,
    };

    public static ContextSettings OfContext(ContextPlan plan, InferenceOptions options)
    {
        var threads = options.Threads ?? ProcessorCores.Usable;
        return new()
        {
            ContextSize = checked((uint)plan.SequenceLength * (uint)plan.Sequences),
            MaxSequences = plan.Sequences,
            MaxOutputs = plan.Sequences, // a batch asks for the logits of one token per sequence; a buffer for each token of the batch would need hundreds of megabytes
            UnifiedCache = plan.Sequences > 1,
            BatchSize = Math.Max(options.BatchSize, plan.Sequences),
            CacheType = (int)options.KvCacheType.ToGgml(),
            FlashAttention = options.FlashAttention switch { FlashAttentionMode.On => 1, FlashAttentionMode.Off => 0, _ => -1 }, // enum llama_flash_attn_type
            Threads = threads,
            BatchThreads = options.BatchThreads ?? threads,
        };
    }
}
