using System.Buffers;

namespace Edge.AI.Native;

/// <summary>The tokens that may come next, each with its logit, while grammar and samplers narrow them down.</summary>
internal sealed unsafe class TokenCandidates(int vocabularySize) : IDisposable
{
    private readonly LlamaTokenData[] _tokens = ArrayPool<LlamaTokenData>.Shared.Rent(vocabularySize);

    public int Count { get; private set; }

    /// <summary>Takes the whole vocabulary, with the logits of one place in the last batch.</summary>
    public void Fill(ContextHandle context, int batchIndex)
    {
        var logits = LlamaApi.ContextLogits(context, batchIndex);
        if (logits is null)
            throw new GenerationException("llama.cpp has no logits for a token that was decoded.");

        for (var token = 0; token < vocabularySize; token++)
            _tokens[token] = new() { Token = token, Logit = logits[token] };
        Count = vocabularySize;
    }

    /// <summary>Keeps the tokens that the grammar and the filter let pass.</summary>
    public void Narrow(GrammarHandle grammar, Predicate<int> filter)
    {
        fixed (LlamaTokenData* first = _tokens)
        {
            var array = new LlamaTokenDataArray { Data = first, Size = (nuint)Count, Selected = -1 };
            LlamaApi.GrammarApply(grammar, &array);
        }

        var kept = 0;
        foreach (var candidate in _tokens.AsSpan(0, Count))
        {
            if (!float.IsNegativeInfinity(candidate.Logit) && filter(candidate.Token))
                _tokens[kept++] = candidate;
        }

        Count = kept;
    }

    /// <summary>Lets a sampler chain choose one, of at least one.</summary>
    public int ChosenBy(SamplerChainHandle chain)
    {
        fixed (LlamaTokenData* first = _tokens)
        {
            var array = new LlamaTokenDataArray { Data = first, Size = (nuint)Count, Selected = -1 };
            LlamaApi.SamplerApply(chain, &array);
            return array.Selected >= 0 && array.Selected < (long)array.Size
                ? array.Data[array.Selected].Token
                : throw new GenerationException("The sampler chain chose no token.");
        }
    }

    public void Dispose() => ArrayPool<LlamaTokenData>.Shared.Return(_tokens);
}
