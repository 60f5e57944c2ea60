using System.Runtime.InteropServices;
using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

internal static unsafe partial class LlamaApi
{
    [LibraryImport(Llama, EntryPoint = "llama_sampler_chain_init")]
    public static partial nint SamplerChainInit(LlamaSamplerChainParams parameters);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_chain_add")]
    public static partial void SamplerChainAdd(SamplerChainHandle chain, nint sampler);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_chain_n")]
    public static partial int SamplerChainLength(SamplerChainHandle chain);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_chain_get")]
    public static partial nint SamplerChainGet(SamplerChainHandle chain, int index);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_name")]
    public static partial byte* SamplerName(nint sampler);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_free")]
    public static partial void SamplerFree(nint sampler);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_sample")]
    public static partial int SamplerSample(SamplerChainHandle chain, ContextHandle context, int batchIndex);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_greedy")]
    public static partial nint SamplerGreedy();

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_dist")]
    public static partial nint SamplerDistribution(uint seed);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_top_k")]
    public static partial nint SamplerTopK(int k);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_top_p")]
    public static partial nint SamplerTopP(float p, nuint minKeep);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_min_p")]
    public static partial nint SamplerMinP(float p, nuint minKeep);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_temp")]
    public static partial nint SamplerTemperature(float temperature);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_temp_ext")]
    public static partial nint SamplerTemperatureRange(float temperature, float range, float exponent);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_typical")]
    public static partial nint SamplerTypical(float p, nuint minKeep);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_top_n_sigma")]
    public static partial nint SamplerTopNSigma(float n);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_xtc")]
    public static partial nint SamplerXtc(float probability, float threshold, nuint minKeep, uint seed);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_mirostat")]
    public static partial nint SamplerMirostat(int vocabularySize, uint seed, float tau, float eta, int sample);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_mirostat_v2")]
    public static partial nint SamplerMirostat2(uint seed, float tau, float eta);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_init_logit_bias")]
    public static partial nint SamplerLogitBias(int vocabularySize, int count, LlamaLogitBias* biases);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_apply")]
    public static partial void SamplerApply(SamplerChainHandle chain, LlamaTokenDataArray* candidates);

    [LibraryImport(Llama, EntryPoint = "llama_sampler_accept")]
    public static partial void SamplerAccept(SamplerChainHandle chain, int token);
}
