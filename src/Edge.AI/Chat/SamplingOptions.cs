using System.Collections.Frozen;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>From a caller's options to settled settings.</summary>
internal static class SamplingOptions
{
    private const int MaxWindow = 1 << 20;

    /// <summary>The least number that llama.cpp can divide by.</summary>
    private const float LeastPositive = 1e-30f;

    /// <summary>Checks everything that has to do with how tokens are chosen.</summary>
    /// <exception cref="EdgeOptionException">A value is out of range.</exception>
    public static void Demand(EdgeGenerationOptions options)
    {
        InRange(options.Temperature, 0, float.MaxValue, nameof(options.Temperature));
        InRange(options.TopP, 0, 1, nameof(options.TopP));
        InRange(options.TopK, 0, int.MaxValue, nameof(options.TopK));
        InRange(options.FrequencyPenalty, float.MinValue, float.MaxValue, nameof(options.FrequencyPenalty));
        InRange(options.PresencePenalty, float.MinValue, float.MaxValue, nameof(options.PresencePenalty));
        InRange(options.MinP, 0, 1, nameof(options.MinP));
        InRange(options.TypicalP, 0, 1, nameof(options.TypicalP));
        InRange(options.TopNSigma, float.MinValue, float.MaxValue, nameof(options.TopNSigma));
        InRange(options.XtcProbability, 0, 1, nameof(options.XtcProbability));
        InRange(options.XtcThreshold, 0, 1, nameof(options.XtcThreshold));
        InRange(options.DynamicTemperatureRange, 0, float.MaxValue, nameof(options.DynamicTemperatureRange));
        InRange(options.DynamicTemperatureExponent, LeastPositive, float.MaxValue, nameof(options.DynamicTemperatureExponent));
        InRange(options.RepeatPenalty, LeastPositive, float.MaxValue, nameof(options.RepeatPenalty));
        InRange(options.PenaltyLastTokens, 0, MaxWindow, nameof(options.PenaltyLastTokens));
        InRange(options.DryMultiplier, 0, float.MaxValue, nameof(options.DryMultiplier));
        InRange(options.DryBase, 1, float.MaxValue, nameof(options.DryBase));
        InRange(options.DryAllowedLength, 0, MaxWindow, nameof(options.DryAllowedLength));
        InRange(options.DryLastTokens, 0, MaxWindow, nameof(options.DryLastTokens));
        InRange(options.Mirostat, 0, 2, nameof(options.Mirostat));
        InRange(options.MirostatTau, LeastPositive, float.MaxValue, nameof(options.MirostatTau));
        InRange(options.MirostatEta, LeastPositive, float.MaxValue, nameof(options.MirostatEta));
        foreach (var (token, bias) in options.LogitBias ?? FrozenDictionary<int, float>.Empty)
        {
            InRange<int>(token, 0, int.MaxValue, $"{nameof(options.LogitBias)}, token");
            InRange<float>(float.IsNegativeInfinity(bias) ? 0 : bias, float.MinValue, float.MaxValue, $"{nameof(options.LogitBias)}, token {token}");
        }

        if (options.DrySequenceBreakers?.Any(string.IsNullOrEmpty) == true)
            throw new EdgeOptionException(nameof(options.DrySequenceBreakers), "one of them is empty.", "Remove it.");
    }

    /// <summary>How tokens are chosen: as the caller says, else as the model does.</summary>
    public static SamplingSettings Over(this EdgeGenerationOptions options, SamplingSettings model) => model with
    {
        Temperature = options.Temperature ?? model.Temperature,
        TopP = options.TopP ?? model.TopP,
        TopK = options.TopK ?? model.TopK,
        FrequencyPenalty = options.FrequencyPenalty ?? model.FrequencyPenalty,
        PresencePenalty = options.PresencePenalty ?? model.PresencePenalty,
        Seed = options.Seed is { } seed ? Fold(seed) : model.Seed,
        MinP = options.MinP ?? model.MinP,
        TypicalP = options.TypicalP ?? model.TypicalP,
        TopNSigma = options.TopNSigma ?? model.TopNSigma,
        XtcProbability = options.XtcProbability ?? model.XtcProbability,
        XtcThreshold = options.XtcThreshold ?? model.XtcThreshold,
        DynamicTemperatureRange = options.DynamicTemperatureRange ?? model.DynamicTemperatureRange,
        DynamicTemperatureExponent = options.DynamicTemperatureExponent ?? model.DynamicTemperatureExponent,
        RepeatPenalty = options.RepeatPenalty ?? model.RepeatPenalty,
        PenaltyLastTokens = options.PenaltyLastTokens ?? model.PenaltyLastTokens,
        DryMultiplier = options.DryMultiplier ?? model.DryMultiplier,
        DryBase = options.DryBase ?? model.DryBase,
        DryAllowedLength = options.DryAllowedLength ?? model.DryAllowedLength,
        DryLastTokens = options.DryLastTokens ?? model.DryLastTokens,
        DrySequenceBreakers = options.DrySequenceBreakers?.ToArray() ?? model.DrySequenceBreakers,
        Mirostat = options.Mirostat ?? model.Mirostat,
        MirostatTau = options.MirostatTau ?? model.MirostatTau,
        MirostatEta = options.MirostatEta ?? model.MirostatEta,
        LogitBias = options.LogitBias?.ToFrozenDictionary() ?? model.LogitBias,
    };

    private static void InRange<T>(T? value, T least, T most, string option)
        where T : struct, IComparable<T>
    {
        if (value is { } given && (given.CompareTo(least) < 0 || given.CompareTo(most) > 0)) // a NaN compares below everything
            throw new EdgeOptionException(option, $"{given} is out of range.", $"Choose a value from {least} to {most}, or leave it out.");
    }

    /// <summary>llama.cpp's seeds have 32 bits, and the highest asks for a random one.</summary>
    private static uint Fold(long seed) => (uint)((ulong)(seed ^ (seed >>> 32)) % uint.MaxValue);
}
