using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// The table of all numbers that control how tokens are chosen. A new parameter is one row here, and one property each of <see cref="EdgeChatOptions"/> and
/// <see cref="SamplingSettings"/>. The ranges keep every number that llama.cpp computes with finite and its buffers small.
/// </summary>
internal static class SamplingParameters
{
    private const float MaxTemperature = 100;

    /// <summary>A lower temperature is taken as 0: dividing logits by it would exceed the range of a float.</summary>
    private const float LeastTemperature = 1e-4f;

    /// <summary>The least value of divisors and step sizes.</summary>
    private const float LeastPositive = 1e-3f;

    /// <summary>The greatest value of penalties, exponents and other strengths.</summary>
    private const float MaxStrength = 100;

    /// <summary>The most tokens that penalties look back on.</summary>
    private const int MaxWindow = 1 << 20;

    public static IReadOnlyList<SamplingParameter> All { get; } =
    [
        Number(nameof(EdgeChatOptions.Temperature), 0, MaxTemperature, o => o.Temperature, (o, v) => o.Temperature = v, (s, v) => s with { Temperature = v < LeastTemperature ? 0 : v }, "temp"),
        Number(nameof(EdgeChatOptions.TopP), 0, 1, o => o.TopP, (o, v) => o.TopP = v, (s, v) => s with { TopP = v }, "top_p"),
        Whole(nameof(EdgeChatOptions.TopK), 0, int.MaxValue, o => o.TopK, (o, v) => o.TopK = v, (s, v) => s with { TopK = v }, "top_k"),
        Number(nameof(EdgeChatOptions.FrequencyPenalty), -MaxStrength, MaxStrength, o => o.FrequencyPenalty, (o, v) => o.FrequencyPenalty = v, (s, v) => s with { FrequencyPenalty = v }),
        Number(nameof(EdgeChatOptions.PresencePenalty), -MaxStrength, MaxStrength, o => o.PresencePenalty, (o, v) => o.PresencePenalty = v, (s, v) => s with { PresencePenalty = v }),
        Number(nameof(EdgeChatOptions.MinP), 0, 1, o => o.MinP, (o, v) => o.MinP = v, (s, v) => s with { MinP = v }, "min_p", "min_p"),
        Number(nameof(EdgeChatOptions.TypicalP), 0, 1, o => o.TypicalP, (o, v) => o.TypicalP = v, (s, v) => s with { TypicalP = v }, null, "typical_p", "typ_p", "typical"),
        Number(nameof(EdgeChatOptions.TopNSigma), -MaxStrength, MaxStrength, o => o.TopNSigma, (o, v) => o.TopNSigma = v, (s, v) => s with { TopNSigma = v }, null, "top_n_sigma"),
        Number(nameof(EdgeChatOptions.XtcProbability), 0, 1, o => o.XtcProbability, (o, v) => o.XtcProbability = v, (s, v) => s with { XtcProbability = v }, "xtc_probability", "xtc_probability"),
        Number(nameof(EdgeChatOptions.XtcThreshold), 0, 1, o => o.XtcThreshold, (o, v) => o.XtcThreshold = v, (s, v) => s with { XtcThreshold = v }, "xtc_threshold", "xtc_threshold"),
        Number(nameof(EdgeChatOptions.DynamicTemperatureRange), 0, MaxTemperature, o => o.DynamicTemperatureRange, (o, v) => o.DynamicTemperatureRange = v, (s, v) => s with { DynamicTemperatureRange = v }, null, "dynatemp_range", "dynamic_temperature_range"),
        Number(nameof(EdgeChatOptions.DynamicTemperatureExponent), LeastPositive, MaxStrength, o => o.DynamicTemperatureExponent, (o, v) => o.DynamicTemperatureExponent = v, (s, v) => s with { DynamicTemperatureExponent = v }, null, "dynatemp_exponent", "dynamic_temperature_exponent"),
        Number(nameof(EdgeChatOptions.RepeatPenalty), LeastPositive, MaxStrength, o => o.RepeatPenalty, (o, v) => o.RepeatPenalty = v, (s, v) => s with { RepeatPenalty = v }, "penalty_repeat", "repeat_penalty", "repetition_penalty", "penalty_repeat"),
        Whole(nameof(EdgeChatOptions.PenaltyLastTokens), 0, MaxWindow, o => o.PenaltyLastTokens, (o, v) => o.PenaltyLastTokens = v, (s, v) => s with { PenaltyLastTokens = v }, "penalty_last_n", "repeat_last_n", "penalty_last_n", "penalty_last_tokens"),
        Number(nameof(EdgeChatOptions.DryMultiplier), 0, MaxStrength, o => o.DryMultiplier, (o, v) => o.DryMultiplier = v, (s, v) => s with { DryMultiplier = v }, null, "dry_multiplier"),
        Number(nameof(EdgeChatOptions.DryBase), 1, MaxStrength, o => o.DryBase, (o, v) => o.DryBase = v, (s, v) => s with { DryBase = v }, null, "dry_base"),
        Whole(nameof(EdgeChatOptions.DryAllowedLength), 0, MaxWindow, o => o.DryAllowedLength, (o, v) => o.DryAllowedLength = v, (s, v) => s with { DryAllowedLength = v }, null, "dry_allowed_length"),
        Whole(nameof(EdgeChatOptions.DryLastTokens), 0, MaxWindow, o => o.DryLastTokens, (o, v) => o.DryLastTokens = v, (s, v) => s with { DryLastTokens = v }, null, "dry_penalty_last_n", "dry_last_tokens"),
        Whole(nameof(EdgeChatOptions.Mirostat), 0, 2, o => o.Mirostat, (o, v) => o.Mirostat = v, (s, v) => s with { Mirostat = v }, "mirostat", "mirostat", "mirostat_mode"),
        Number(nameof(EdgeChatOptions.MirostatTau), LeastPositive, MaxStrength, o => o.MirostatTau, (o, v) => o.MirostatTau = v, (s, v) => s with { MirostatTau = v }, "mirostat_tau", "mirostat_tau"),
        Number(nameof(EdgeChatOptions.MirostatEta), LeastPositive, MaxStrength, o => o.MirostatEta, (o, v) => o.MirostatEta = v, (s, v) => s with { MirostatEta = v }, "mirostat_eta", "mirostat_eta"),
    ];

    /// <summary>Reads the settings that a model file recommends. What the file leaves out keeps llama.cpp's default.</summary>
    public static SamplingSettings Read(ModelHandle model) =>
        All.Where(parameter => parameter.FileKey is not null).Aggregate(new SamplingSettings(), (settings, parameter) => parameter.Apply(model.Metadata($"general.sampling.{parameter.FileKey}"), settings));

    private static SamplingParameter<float> Number(
        string name, float least, float most, Func<EdgeChatOptions, float?> get, Action<EdgeChatOptions, float?> set, Func<SamplingSettings, float, SamplingSettings> apply, string? fileKey = null, params string[] names) =>
        new(name, least, most, get, set, apply, fileKey, names);

    private static SamplingParameter<int> Whole(
        string name, int least, int most, Func<EdgeChatOptions, int?> get, Action<EdgeChatOptions, int?> set, Func<SamplingSettings, int, SamplingSettings> apply, string? fileKey = null, params string[] names) =>
        new(name, least, most, get, set, apply, fileKey, names);
}
