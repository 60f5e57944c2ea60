using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>From a caller's options to settled settings.</summary>
internal static class SamplingOptions
{
    /// <summary>Checks everything that has to do with how tokens are chosen, and how many.</summary>
    /// <exception cref="EdgeOptionException">A value is out of range.</exception>
    public static void Demand(EdgeChatOptions options)
    {
        InRange(options.MaxOutputTokens, 1, int.MaxValue, nameof(options.MaxOutputTokens));
        InRange(options.Temperature, 0, SamplingRanges.MaxTemperature, nameof(options.Temperature));
        InRange(options.TopP, 0, 1, nameof(options.TopP));
        InRange(options.TopK, 0, int.MaxValue, nameof(options.TopK));
        InRange(options.FrequencyPenalty, -SamplingRanges.MaxStrength, SamplingRanges.MaxStrength, nameof(options.FrequencyPenalty));
        InRange(options.PresencePenalty, -SamplingRanges.MaxStrength, SamplingRanges.MaxStrength, nameof(options.PresencePenalty));
        InRange(options.MinP, 0, 1, nameof(options.MinP));
        InRange(options.TypicalP, 0, 1, nameof(options.TypicalP));
        InRange(options.TopNSigma, -SamplingRanges.MaxStrength, SamplingRanges.MaxStrength, nameof(options.TopNSigma));
        InRange(options.XtcProbability, 0, 1, nameof(options.XtcProbability));
        InRange(options.XtcThreshold, 0, 1, nameof(options.XtcThreshold));
        InRange(options.DynamicTemperatureRange, 0, SamplingRanges.MaxTemperature, nameof(options.DynamicTemperatureRange));
        InRange(options.DynamicTemperatureExponent, SamplingRanges.LeastPositive, SamplingRanges.MaxStrength, nameof(options.DynamicTemperatureExponent));
        InRange(options.RepeatPenalty, SamplingRanges.LeastPositive, SamplingRanges.MaxStrength, nameof(options.RepeatPenalty));
        InRange(options.PenaltyLastTokens, 0, SamplingRanges.MaxWindow, nameof(options.PenaltyLastTokens));
        InRange(options.DryMultiplier, 0, SamplingRanges.MaxStrength, nameof(options.DryMultiplier));
        InRange(options.DryBase, 1, SamplingRanges.MaxStrength, nameof(options.DryBase));
        InRange(options.DryAllowedLength, 0, SamplingRanges.MaxWindow, nameof(options.DryAllowedLength));
        InRange(options.DryLastTokens, 0, SamplingRanges.MaxWindow, nameof(options.DryLastTokens));
        InRange(options.Mirostat, 0, SamplingRanges.MaxMirostat, nameof(options.Mirostat));
        InRange(options.MirostatTau, SamplingRanges.LeastPositive, SamplingRanges.MaxStrength, nameof(options.MirostatTau));
        InRange(options.MirostatEta, SamplingRanges.LeastPositive, SamplingRanges.MaxStrength, nameof(options.MirostatEta));
        foreach (var (token, bias) in options.LogitBias ?? FrozenDictionary<int, float>.Empty)
        {
            InRange<int>(token, 0, int.MaxValue, $"{nameof(options.LogitBias)}, token");
            InRange<float>(float.IsNegativeInfinity(bias) ? 0 : bias, float.MinValue, float.MaxValue, $"{nameof(options.LogitBias)}, token {token}");
        }

        DemandBreakers(options.DrySequenceBreakers);
    }

    /// <summary>How tokens are chosen: as the caller says, else as the model does.</summary>
    public static SamplingSettings Over(this EdgeChatOptions options, SamplingSettings model) => model with
    {
        Temperature = options.Temperature is { } temperature ? (temperature < SamplingRanges.LeastTemperature ? 0 : temperature) : model.Temperature,
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

    private static void DemandBreakers(ICollection<string>? breakers)
    {
        const string Option = nameof(EdgeChatOptions.DrySequenceBreakers);
        if (breakers is null)
            return;
        if (breakers.Count > SamplingRanges.MaxBreakers)
            throw new EdgeOptionException(Option, $"{breakers.Count} texts are out of range.", $"Give {SamplingRanges.MaxBreakers} at most, or leave them out.");

        var index = 0;
        foreach (var text in breakers)
        {
            var bytes = string.IsNullOrEmpty(text) ? 0 : Encoding.UTF8.GetByteCount(text);
            if (bytes is 0 or > SamplingRanges.MaxBreakerBytes)
                throw new EdgeOptionException($"{Option}[{index}]", $"a length of {bytes} bytes is out of range.", $"Give from 1 to {SamplingRanges.MaxBreakerBytes} bytes of UTF-8, or remove it.");
            index++;
        }
    }

    private static void InRange<T>(T? value, T least, T most, string option)
        where T : struct, IComparable<T>
    {
        if (value is not { } given || (given.CompareTo(least) >= 0 && given.CompareTo(most) <= 0)) // a NaN compares below everything
            return;

        var (problem, remedy) = (string.Create(CultureInfo.InvariantCulture, $"{given} is out of range."), string.Create(CultureInfo.InvariantCulture, $"Choose a value from {least} to {most}, or leave it out."));
        throw new EdgeOptionException(option, problem, remedy);
    }

    /// <summary>llama.cpp's seeds have 32 bits, and the highest asks for a random one.</summary>
    private static uint Fold(long seed) => (uint)((ulong)(seed ^ (seed >>> 32)) % uint.MaxValue);
}
