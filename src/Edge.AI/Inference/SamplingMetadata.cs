using System.Globalization;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Reads how a model wants to be sampled from its GGUF (<c>general.sampling.*</c>); llama.cpp's defaults stand in for what it leaves out.</summary>
internal static class SamplingMetadata
{
    public static SamplingSettings Read(ModelHandle model)
    {
        var defaults = new SamplingSettings();
        return defaults with
        {
            Temperature = Number("temp", 0, SamplingRanges.MaxTemperature) is { } temperature ? (temperature < SamplingRanges.LeastTemperature ? 0 : temperature) : defaults.Temperature,
            TopK = (int)(Number("top_k", 0, 1 << 24) ?? defaults.TopK),
            TopP = Number("top_p", 0, 1) ?? defaults.TopP,
            MinP = Number("min_p", 0, 1) ?? defaults.MinP,
            XtcProbability = Number("xtc_probability", 0, 1) ?? defaults.XtcProbability,
            XtcThreshold = Number("xtc_threshold", 0, 1) ?? defaults.XtcThreshold,
            RepeatPenalty = Number("penalty_repeat", SamplingRanges.LeastPositive, SamplingRanges.MaxStrength) ?? defaults.RepeatPenalty,
            PenaltyLastTokens = (int)(Number("penalty_last_n", 0, SamplingRanges.MaxWindow) ?? defaults.PenaltyLastTokens),
            Mirostat = (int)(Number("mirostat", 0, SamplingRanges.MaxMirostat) ?? defaults.Mirostat),
            MirostatTau = Number("mirostat_tau", SamplingRanges.LeastPositive, SamplingRanges.MaxStrength) ?? defaults.MirostatTau,
            MirostatEta = Number("mirostat_eta", SamplingRanges.LeastPositive, SamplingRanges.MaxStrength) ?? defaults.MirostatEta,
        };

        // A file may say anything; what makes no sense counts as not said.
        float? Number(string key, float least, float most) =>
            float.TryParse(model.Metadata($"general.sampling.{key}"), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? value
                : null;
    }
}
