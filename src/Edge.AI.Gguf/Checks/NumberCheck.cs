using System.Globalization;

namespace Edge.AI.Gguf.Checks;

/// <summary>Checks fractions that llama.cpp asserts, and those that would make every result NaN.</summary>
internal static class NumberCheck
{
    private static readonly string[] Epsilons = ["layer_norm_rms_epsilon", "layer_norm_epsilon", "group_norm_epsilon"];

    public static void Check(GgufFile header)
    {
        foreach (var name in Epsilons)
        {
            var key = $"{header.Architecture}.attention.{name}";
            if (header.Metadata.GetValueOrDefault(key) is { } epsilon and not >= 0f)
                throw Damage.In(header, $"has {Convert.ToString(epsilon, CultureInfo.InvariantCulture)} for '{key}', where a number of at least 0 is expected");
        }

        if (header.Metadata.GetValueOrDefault($"{header.Architecture}.attention.temperature_scale") is not (null or 0f)
            && header.Metadata.FindCount($"{header.Architecture}.attention.temperature_length") is 0 or null)
        {
            throw Damage.In(header, $"has a temperature for attention, but no length for it ('{header.Architecture}.attention.temperature_length')");
        }
    }
}
