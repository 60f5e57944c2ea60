using Edge.AI.Inference.Speculation;
using Edge.AI.Native;
using Edge.AI.Native.Structs;
using Edge.AI.Platform;

namespace Edge.AI.Inference;

/// <summary>Converts options to the structures of llama.cpp. Options that are not set keep llama.cpp's defaults.</summary>
internal static class NativeParameters
{
    /// <summary>The most drafted tokens of a step, of all slots together. More would seldom pay, and each one needs memory for its logits.</summary>
    private const int MostDraftedTogether = 2 * Drafter.MaxLength;

    /// <summary>Returns the most drafted tokens of a step.</summary>
    public static int MostDrafted(int sequences, InferenceOptions options) => options.Speculation ? Math.Min(sequences * Drafter.MaxLength, MostDraftedTogether) : 0;

    public static LlamaModelParams OfModel(InferenceOptions options)
    {
        var parameters = LlamaApi.ModelDefaultParams();
        parameters.GpuLayers = options.GpuLayers ?? parameters.GpuLayers;
        parameters.MainGpu = options.MainGpu ?? parameters.MainGpu;
        parameters.LoadMode = (options.UseMemoryMapping, options.LockMemory) switch
        {
            (true, true) => LlamaLoadMode.MemoryMappedAndLocked,
            (true, false) => LlamaLoadMode.Auto, // mapped, if the device supports it
            (false, true) => LlamaLoadMode.Locked,
            _ => LlamaLoadMode.None,
        };
        return parameters;
    }

    public static LlamaContextParams OfContext(ContextPlan plan, InferenceOptions options)
    {
        var threads = options.Threads ?? ProcessorCores.Usable;
        var parameters = LlamaApi.ContextDefaultParams();
        parameters.ContextSize = checked((uint)plan.SequenceLength * (uint)plan.Sequences);
        parameters.MaxSequences = (uint)plan.Sequences;
        parameters.MaxOutputs = (uint)(plan.Sequences + MostDrafted(plan.Sequences, options)); // a batch asks for the logits of one token per sequence, and of drafted tokens; a buffer for each token of the batch would need hundreds of megabytes
        parameters.UnifiedKv = plan.Sequences > 1;
        parameters.BatchSize = (uint)Math.Max(options.BatchSize, plan.Sequences);
        parameters.MicroBatchSize = Math.Min(parameters.MicroBatchSize, parameters.BatchSize);
        parameters.KeyType = parameters.ValueType = (int)options.KvCacheType.ToGgml();
        parameters.FlashAttention = options.FlashAttention switch { FlashAttentionMode.On => 1, FlashAttentionMode.Off => 0, _ => -1 }; // enum llama_flash_attn_type
        (parameters.Threads, parameters.BatchThreads) = (threads, options.BatchThreads ?? threads);
        return parameters;
    }
}
