using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Builds a request's sampler chain, in llama.cpp's own order (common/sampling.cpp): penalties, top-k, top-p, min-p, temperature, choice.</summary>
internal static class SamplerChain
{
    /// <summary>llama.h's LLAMA_DEFAULT_SEED, which asks llama.cpp for a random seed of its own.</summary>
    private const uint RandomSeed = 0xFFFFFFFF;

    public static SamplerChainHandle Build(SamplingSettings settings, int vocabularySize)
    {
        var chain = SamplerChainHandle.Create();
        if (settings is not { RepeatPenalty: 1, FrequencyPenalty: 0, PresencePenalty: 0 })
        {
            chain.Add(LlamaApi.SamplerPenalties(
                vocabularySize, settings.PenaltyLastTokens, settings.RepeatPenalty, settings.FrequencyPenalty, settings.PresencePenalty));
        }

        if (settings.Temperature <= 0)
            return chain.Add(LlamaApi.SamplerGreedy());

        if (settings.TopK > 0)
            chain.Add(LlamaApi.SamplerTopK(settings.TopK)); // first, so that what follows sorts K candidates, not the vocabulary
        if (settings.TopP < 1)
            chain.Add(LlamaApi.SamplerTopP(settings.TopP, minKeep: 1));
        if (settings.MinP > 0)
            chain.Add(LlamaApi.SamplerMinP(settings.MinP, minKeep: 1));

        return chain
            .Add(LlamaApi.SamplerTemperature(settings.Temperature))
            .Add(LlamaApi.SamplerDistribution(settings.Seed ?? RandomSeed));
    }
}
