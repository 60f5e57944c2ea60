using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

/// <summary>A sampler chain: <c>llama_sampler *</c> that owns the samplers added to it.</summary>
internal sealed unsafe class SamplerChainHandle : SafeHandle
{
    private SamplerChainHandle(nint chain)
        : base(0, ownsHandle: true) => SetHandle(chain);

    public override bool IsInvalid => handle == 0;

    public static SamplerChainHandle Create() => new(LlamaApi.SamplerChainInit(new() { NoPerformanceCounters = true }));

    /// <summary>llama.cpp's names of the samplers, in their order.</summary>
    public IReadOnlyList<string> Names =>
        [.. Enumerable.Range(0, LlamaApi.SamplerChainLength(this)).Select(at => Marshal.PtrToStringUTF8((nint)LlamaApi.SamplerName(LlamaApi.SamplerChainGet(this, at)))!)];

    /// <summary>Appends a sampler, which from now on belongs to the chain.</summary>
    public SamplerChainHandle Add(nint sampler)
    {
        LlamaApi.SamplerChainAdd(this, sampler);
        return this;
    }

    /// <summary>Appends what is added to the logits of single tokens.</summary>
    public SamplerChainHandle AddLogitBias(int vocabularySize, ReadOnlySpan<LlamaLogitBias> biases)
    {
        fixed (LlamaLogitBias* first = biases)
            return Add(LlamaApi.SamplerLogitBias(vocabularySize, biases.Length, first));
    }

    /// <summary>Appends the repeat, frequency and presence penalties.</summary>
    public SamplerChainHandle AddPenalties(int vocabularySize, int lastTokens, float repeat, float frequency, float presence) =>
        Add(NativeRuntime.Current.Version.CreatePenalties(vocabularySize, lastTokens, repeat, frequency, presence));

    /// <summary>Appends the DRY sampler, which copies the texts.</summary>
    public SamplerChainHandle AddDry(
        Vocabulary vocabulary, float multiplier, float @base, int allowedLength, int lastTokens, IReadOnlyList<string> sequenceBreakers)
    {
        var texts = (byte**)NativeMemory.AllocZeroed((nuint)sequenceBreakers.Count, (nuint)sizeof(byte*));
        try
        {
            for (var at = 0; at < sequenceBreakers.Count; at++)
                texts[at] = Utf8StringMarshaller.ConvertToUnmanaged(sequenceBreakers[at]);

            return Add(NativeRuntime.Current.Version.CreateDry(vocabulary, vocabulary.TrainedContextLength, multiplier, @base, allowedLength, lastTokens, texts, (nuint)sequenceBreakers.Count));
        }
        finally
        {
            for (var at = 0; at < sequenceBreakers.Count; at++)
                Utf8StringMarshaller.Free(texts[at]);
            NativeMemory.Free(texts);
        }
    }

    /// <summary>Chooses a token from the logits of one place in the last batch, and remembers it: llama.cpp's own way, over the whole vocabulary.</summary>
    public int Sample(ContextHandle context, int batchIndex) => LlamaApi.SamplerSample(this, context, batchIndex);

    /// <summary>Remembers a token for the penalties.</summary>
    public void Accept(int token) => LlamaApi.SamplerAccept(this, token);

    protected override bool ReleaseHandle()
    {
        LlamaApi.SamplerFree(handle);
        return true;
    }
}
