using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

/// <summary>
/// The possible next tokens with their logits, while grammar and samplers reduce them. One thread uses it for all requests.
/// </summary>
internal sealed unsafe class TokenCandidates(int vocabularySize)
{
    private readonly LlamaTokenData[] _tokens = new LlamaTokenData[vocabularySize];

    public int Count { get; private set; }

    /// <summary>Returns the logits of one place in the last batch, by token. They are valid until the next decode.</summary>
    public ReadOnlySpan<float> Logits(ContextHandle context, int batchIndex)
    {
        var logits = LlamaApi.ContextLogits(context, batchIndex);
        return logits is not null
            ? new(logits, vocabularySize)
            : throw new GenerationException("llama.cpp returned no logits for a decoded token.");
    }

    /// <summary>Fills in the whole vocabulary, with the logits of one place in the last batch.</summary>
    public void Fill(ContextHandle context, int batchIndex)
    {
        var logits = Logits(context, batchIndex);
        for (var token = 0; token < logits.Length; token++)
            _tokens[token] = new() { Token = token, Logit = logits[token] };
        Count = logits.Length;
    }

    /// <summary>Fills in the most probable tokens, and other tokens whose logits the samplers change.</summary>
    /// <param name="context">The context that decoded the batch.</param>
    /// <param name="batchIndex">The place in the batch.</param>
    /// <param name="count">The number of most probable tokens, at least 1.</param>
    /// <param name="also">The other tokens, each once.</param>
    public void FillTop(ContextHandle context, int batchIndex, int count, ReadOnlySpan<int> also)
    {
        var logits = Logits(context, batchIndex);
        Count = TopLogits.Select(logits, _tokens.AsSpan(0, Math.Min(count, vocabularySize)));
        var top = Count;
        foreach (var token in also)
        {
            if (!IsAmong(_tokens.AsSpan(0, top), token, logits[token]))
                _tokens[Count++] = new() { Token = token, Logit = logits[token] };
        }
    }

    /// <summary>The tokens, the most probable first.</summary>
    public IEnumerable<int> ByLogit() => _tokens.Take(Count).OrderByDescending(candidate => candidate.Logit).Select(candidate => candidate.Token).ToArray();

    /// <summary>Keeps the tokens that a filter accepts.</summary>
    public void Narrow(Predicate<int> filter)
    {
        var kept = 0;
        foreach (var candidate in _tokens.AsSpan(0, Count))
        {
            if (!float.IsNegativeInfinity(candidate.Logit) && filter(candidate.Token))
                _tokens[kept++] = candidate;
        }

        Count = kept;
    }

    /// <summary>Chooses a token with a sampler chain.</summary>
    /// <exception cref="GenerationException">No token can be chosen.</exception>
    public int ChosenBy(SamplerChainHandle chain)
    {
        if (Count == 0)
            throw new GenerationException("No token can be chosen: the model's logits are not numbers, or all tokens are excluded.");

        fixed (LlamaTokenData* first = _tokens)
        {
            var array = new LlamaTokenDataArray { Data = first, Size = (nuint)Count, Selected = -1 };
            LlamaApi.SamplerApply(chain, &array);
            if (array.Selected < 0 || array.Selected >= (long)array.Size)
                throw new GenerationException("The sampler chain chose no token.");

            // A temperature near zero can make the greatest logit infinite, and all probabilities NaN. Then the token with that logit is chosen.
            var chosen = float.IsNaN(array.Data[array.Selected].Probability) ? Greatest(new(array.Data, (int)array.Size)) : array.Data[array.Selected];
            return float.IsNegativeInfinity(chosen.Logit) ? throw new GenerationException("No token can be chosen: all tokens are excluded.") : chosen.Token;
        }
    }

    private static LlamaTokenData Greatest(ReadOnlySpan<LlamaTokenData> candidates)
    {
        var greatest = candidates[0];
        foreach (var candidate in candidates[1..])
        {
            if (candidate.Logit > greatest.Logit || float.IsNaN(greatest.Logit))
                greatest = candidate;
        }

        return greatest;
    }

    private static bool IsAmong(ReadOnlySpan<LlamaTokenData> top, int token, float logit)
    {
        if (top.IsEmpty || !(logit >= top[0].Logit)) // the first one has the lowest logit, see TopLogits
            return false;

        foreach (ref readonly var candidate in top)
        {
            if (candidate.Token == token)
                return true;
        }

        return false;
    }
}
