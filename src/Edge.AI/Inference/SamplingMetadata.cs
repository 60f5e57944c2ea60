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
            Temperature = Number("temp") ?? defaults.Temperature,
            TopK = (int)(Number("top_k") ?? defaults.TopK),
            TopP = Number("top_p") ?? defaults.TopP,
            MinP = Number("min_p") ?? defaults.MinP,
            RepeatPenalty = Number("penalty_repeat") ?? defaults.RepeatPenalty,
            PenaltyLastTokens = (int)(Number("penalty_last_n") ?? defaults.PenaltyLastTokens),
        };

        float? Number(string key) =>
            float.TryParse(model.Metadata($"general.sampling.{key}"), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) ? value : null;
    }
}
