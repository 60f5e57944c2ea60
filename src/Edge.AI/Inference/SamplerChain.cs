using Edge.AI.Native;
using Edge.AI.Native.Structs;

namespace Edge.AI.Inference;

/// <summary>
/// Builds a request's sampler chain, in llama.cpp's order (common/common.h and sampling.cpp): biases, penalties, DRY, top-n-sigma,
/// top-k, typical, top-p, min-p, XTC, temperature, choice. Samplers that change nothing are left out.
/// </summary>
internal static class SamplerChain
{
    /// <summary>llama.h's LLAMA_DEFAULT_SEED, which asks llama.cpp for a random seed.</summary>
    private const uint RandomSeed = 0xFFFFFFFF;

    /// <summary>The number of tokens from which Mirostat 1 estimates, as in llama.cpp.</summary>
    private const int MirostatSample = 100;

    public static SamplerChainHandle Build(SamplingSettings settings, Vocabulary vocabulary)
    {
        var chain = SamplerChainHandle.Create();
        var biases = settings.LogitBias.Select(bias => new LlamaLogitBias { Token = bias.Key, Bias = bias.Value })
            .Concat(vocabulary.SuppressedTokens.Select(token => new LlamaLogitBias { Token = token, Bias = float.NegativeInfinity }))
            .ToArray();
        if (biases.Length > 0)
            chain.AddLogitBias(vocabulary.Size, biases);
        if (settings.Penalizes)
            chain.AddPenalties(vocabulary.Size, settings.PenaltyLastTokens, settings.RepeatPenalty, settings.FrequencyPenalty, settings.PresencePenalty);
        if (settings.UsesDry)
            chain.AddDry(vocabulary, settings.DryMultiplier, settings.DryBase, settings.DryAllowedLength, settings.DryLastTokens, settings.DrySequenceBreakers);

        return settings switch
        {
            { Temperature: <= 0 } => chain.Add(LlamaApi.SamplerGreedy()),
            { Mirostat: 1 } => chain.Add(LlamaApi.SamplerTemperature(settings.Temperature))
                .Add(LlamaApi.SamplerMirostat(vocabulary.Size, settings.Seed ?? RandomSeed, settings.MirostatTau, settings.MirostatEta, MirostatSample)),
            { Mirostat: 2 } => chain.Add(LlamaApi.SamplerTemperature(settings.Temperature))
                .Add(LlamaApi.SamplerMirostat2(settings.Seed ?? RandomSeed, settings.MirostatTau, settings.MirostatEta)),
            _ => AddFilters(chain, settings).Add(LlamaApi.SamplerDistribution(settings.Seed ?? RandomSeed)),
        };
    }

    private static SamplerChainHandle AddFilters(SamplerChainHandle chain, SamplingSettings settings)
    {
        if (settings.TopNSigma > 0)
            chain.Add(LlamaApi.SamplerTopNSigma(settings.TopNSigma));
        if (settings.TopK > 0)
            chain.Add(LlamaApi.SamplerTopK(settings.TopK)); // early, so that the next samplers sort K candidates, not the vocabulary
        if (settings.TypicalP < 1)
            chain.Add(LlamaApi.SamplerTypical(settings.TypicalP, minKeep: 1));
        if (settings.TopP < 1)
            chain.Add(LlamaApi.SamplerTopP(settings.TopP, minKeep: 1));
        if (settings.MinP > 0)
            chain.Add(LlamaApi.SamplerMinP(settings.MinP, minKeep: 1));
        if (settings.XtcProbability > 0)
            chain.Add(LlamaApi.SamplerXtc(settings.XtcProbability, settings.XtcThreshold, minKeep: 1, settings.Seed ?? RandomSeed));

        return chain.Add(LlamaApi.SamplerTemperatureRange(settings.Temperature, settings.DynamicTemperatureRange, settings.DynamicTemperatureExponent));
    }
}
