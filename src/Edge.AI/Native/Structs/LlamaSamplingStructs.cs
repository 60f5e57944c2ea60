using System.Runtime.InteropServices;

namespace Edge.AI.Native.Structs;

/// <summary><c>struct llama_token_data</c>: a candidate while samplers narrow the choice.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaTokenData
{
    public int Token;
    public float Logit;
    public float Probability;
}

/// <summary><c>struct llama_token_data_array</c>: the candidates; samplers may move the pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaTokenDataArray
{
    public LlamaTokenData* Data;
    public nuint Size;
    public long Selected;
    public bool Sorted;
}

/// <summary><c>struct llama_logit_bias</c>: what is added to a token's logit.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaLogitBias
{
    public int Token;
    public float Bias;
}

/// <summary><c>struct llama_sampler_chain_params</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaSamplerChainParams
{
    public bool NoPerformanceCounters;
}
