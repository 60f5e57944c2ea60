using System.Runtime.InteropServices;

namespace Edge.AI.Native.Versions;

/// <summary>llama.cpp with ggml 0.18.0, commit 815a2a591: the natives of <c>LLamaSharp.Backend.*</c> 0.30.0. Many commits have this number, with different structs; so the commit decides.</summary>
internal sealed unsafe partial class Ggml018 : LlamaVersion
{
    private static readonly Version s_ggml = new(0, 18, 0);

    public override string Name => "ggml 0.18.0, commit 815a2a591 (LLamaSharp 0.30.0)";

    public override bool HasGgml(LlamaIdentity library) => library.GgmlNumber == s_ggml && library.IsCommit("815a2a591");

    public override bool HasLlama(LlamaIdentity library) => library.Llama is null;

    public override nint LoadModel(string path, ModelSettings settings, delegate* unmanaged[Cdecl]<float, void*, byte> progress, void* progressData)
    {
        var parameters = DefaultModelParams();
        parameters.GpuLayers = settings.GpuLayers ?? parameters.GpuLayers;
        parameters.MainGpu = settings.MainGpu ?? parameters.MainGpu;
        parameters.LoadMode = (settings.UseMemoryMapping, settings.LockMemory) switch
        {
            (true, true) => LoadMode.MappedAndLocked,
            (true, false) => LoadMode.Mapped, // its default
            (false, true) => LoadMode.Locked,
            _ => LoadMode.None,
        };
        parameters.VocabOnly = settings.VocabularyOnly;
        parameters.ProgressCallback = progress;
        parameters.ProgressCallbackUserData = progressData;
        return LoadModel(path, parameters);
    }

    public override nint CreateContext(SafeHandle model, ContextSettings settings)
    {
        var parameters = DefaultContextParams();
        parameters.ContextSize = settings.ContextSize ?? parameters.ContextSize;
        parameters.BatchSize = (uint?)settings.BatchSize ?? parameters.BatchSize;
        parameters.MicroBatchSize = (uint?)settings.MicroBatchSize ?? parameters.MicroBatchSize;
        parameters.Embeddings = settings.Embeds ?? parameters.Embeddings;
        parameters.MaxSequences = (uint?)settings.MaxSequences ?? parameters.MaxSequences;
        parameters.MaxOutputs = (uint?)settings.MaxOutputs ?? parameters.MaxOutputs;
        parameters.Threads = settings.Threads ?? parameters.Threads;
        parameters.BatchThreads = settings.BatchThreads ?? parameters.BatchThreads;
        parameters.FlashAttention = settings.FlashAttention ?? parameters.FlashAttention;
        parameters.KeyType = settings.CacheType ?? parameters.KeyType;
        parameters.ValueType = settings.CacheType ?? parameters.ValueType;
        parameters.UnifiedKv = settings.UnifiedCache ?? parameters.UnifiedKv;
        return CreateContext(model, parameters);
    }

    public override nint CreatePenalties(int vocabularySize, int lastTokens, float repeat, float frequency, float presence) =>
        Penalties(lastTokens, repeat, frequency, presence);

    public override nint CreateDry(
        SafeHandle vocabulary, int trainedContextLength, float multiplier, float @base, int allowedLength, int lastTokens, byte** sequenceBreakers, nuint breakerCount) =>
        Dry(vocabulary, trainedContextLength, multiplier, @base, allowedLength, lastTokens, sequenceBreakers, breakerCount);

    [LibraryImport(Library, EntryPoint = "llama_model_default_params")]
    internal static partial ModelParams DefaultModelParams();

    [LibraryImport(Library, EntryPoint = "llama_context_default_params")]
    internal static partial ContextParams DefaultContextParams();

    [LibraryImport(Library, EntryPoint = "llama_model_load_from_file", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint LoadModel(string path, ModelParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_init_from_model")]
    private static partial nint CreateContext(SafeHandle model, ContextParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_penalties")]
    private static partial nint Penalties(int lastTokens, float repeat, float frequency, float presence);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_dry")]
    private static partial nint Dry(
        SafeHandle vocabulary, int trainedContextLength, float multiplier, float @base, int allowedLength, int lastTokens, byte** sequenceBreakers, nuint breakerCount);

    /// <summary><c>enum llama_load_mode</c>.</summary>
    internal enum LoadMode
    {
        None = 0,
        Mapped = 1,
        Locked = 2,
        MappedAndLocked = 3,
    }

    /// <summary><c>struct llama_model_params</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ModelParams
    {
        public nint Devices;
        public nint TensorBufferTypeOverrides;
        public int GpuLayers;
        public int SplitMode;
        public LoadMode LoadMode;
        public int MainGpu;
        public float* TensorSplit;
        public delegate* unmanaged[Cdecl]<float, void*, byte> ProgressCallback;
        public void* ProgressCallbackUserData;
        public nint KvOverrides;
        public bool VocabOnly;
        public bool CheckTensors;
        public bool UseExtraBufferTypes;
        public bool NoHost;
        public bool NoAlloc;
        public bool LoadMtp;
    }

    /// <summary><c>struct llama_context_params</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ContextParams
    {
        public uint ContextSize;
        public uint BatchSize;
        public uint MicroBatchSize;
        public uint MaxSequences;
        public uint RecurrentSnapshots;
        public uint MaxOutputs;
        public int Threads;
        public int BatchThreads;
        public int ContextType;
        public int RopeScalingType;
        public int PoolingType;
        public int AttentionType;
        public int FlashAttention;
        public float RopeFrequencyBase;
        public float RopeFrequencyScale;
        public float YarnExtrapolationFactor;
        public float YarnAttentionFactor;
        public float YarnBetaFast;
        public float YarnBetaSlow;
        public uint YarnOriginalContext;
        public float DefragmentationThreshold;
        public nint EvaluationCallback;
        public void* EvaluationCallbackUserData;
        public int KeyType;
        public int ValueType;
        public delegate* unmanaged[Cdecl]<void*, byte> AbortCallback;
        public void* AbortCallbackUserData;
        public bool Embeddings;
        public bool OffloadKqv;
        public bool NoPerformanceCounters;
        public bool OffloadOperations;
        public bool FullSlidingWindow;
        public bool UnifiedKv;
        public nint Samplers;
        public nuint SamplerCount;
        public nint OtherContext;
    }
}
