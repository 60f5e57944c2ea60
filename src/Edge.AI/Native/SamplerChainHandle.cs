using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>A sampler chain: <c>llama_sampler *</c> that owns the samplers added to it.</summary>
internal sealed class SamplerChainHandle : SafeHandle
{
    private SamplerChainHandle(nint chain)
        : base(0, ownsHandle: true) => SetHandle(chain);

    public override bool IsInvalid => handle == 0;

    public static SamplerChainHandle Create() => new(LlamaApi.SamplerChainInit(new() { NoPerformanceCounters = true }));

    /// <summary>Appends a sampler, which from now on belongs to the chain.</summary>
    public SamplerChainHandle Add(nint sampler)
    {
        LlamaApi.SamplerChainAdd(this, sampler);
        return this;
    }

    /// <summary>Chooses a token from the logits of one place in the last batch, and remembers it for the penalties.</summary>
    public int Sample(ContextHandle context, int batchIndex) => LlamaApi.SamplerSample(this, context, batchIndex);

    /// <summary>Chooses one of the candidates, at least one, without remembering it.</summary>
    public int Choose(TokenCandidates candidates) => candidates.ChosenBy(this);

    /// <summary>Remembers a token for the penalties.</summary>
    public void Accept(int token) => LlamaApi.SamplerAccept(this, token);

    protected override bool ReleaseHandle()
    {
        LlamaApi.SamplerFree(handle);
        return true;
    }
}
