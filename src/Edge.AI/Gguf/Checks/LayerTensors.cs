using System.Collections.Frozen;
using System.Globalization;

namespace Edge.AI.Gguf.Checks;

/// <summary>
/// The weights without which llama.cpp does not load a layer, or computes with a null pointer, for the architectures of most small models
/// (<c>load_arch_tensors</c> in its src/models). What others miss it finds itself.
/// </summary>
internal static class LayerTensors
{
    private static readonly string[] Attention = ["attn_norm", "attn_output", "ffn_norm"];
    private static readonly string[] Feed = ["ffn_up", "ffn_down"];
    private static readonly string[] GatedFeed = ["ffn_gate", .. Feed];
    private static readonly string[] KeyNorms = ["attn_q_norm", "attn_k_norm"];
    private static readonly string[] PostNorms = ["post_attention_norm", "post_ffw_norm"];
    private static readonly string[] Split = ["attn_q", "attn_k", "attn_v"];

    private static readonly FrozenDictionary<string, string[]> Required = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["llama"] = [.. Attention, .. GatedFeed],
        ["mistral3"] = [.. Attention, .. GatedFeed],
        ["granite"] = [.. Attention, .. GatedFeed],
        ["smollm3"] = [.. Attention, .. GatedFeed],
        ["qwen2"] = [.. Attention, .. GatedFeed],
        ["qwen3"] = [.. Attention, .. GatedFeed, .. KeyNorms],
        ["gemma"] = [.. Attention, .. GatedFeed],
        ["gemma2"] = [.. Attention, .. GatedFeed, .. PostNorms],
        ["gemma3"] = [.. Attention, .. GatedFeed, .. KeyNorms, .. PostNorms],
        ["phi3"] = [.. Attention, .. Feed],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A weight that is missing; null if none is, or if this architecture is not known here.</summary>
    public static string? FindMissing(GgufHeader header, IReadOnlySet<string> names)
    {
        if (!Required.TryGetValue(header.Architecture!, out var required))
            return null;
        if (!names.Contains("output_norm.weight"))
            return "output_norm.weight";

        // Experts have their weights under other names.
        var hasExperts = header.Metadata.FindCount($"{header.Architecture}.expert_count") > 0;
        return Enumerable.Range(0, header.BlockCount!.Value)
            .SelectMany(layer => required
                .Where(name => !hasExperts || !GatedFeed.Contains(name))
                .Concat(names.Contains(NameOf(layer, "attn_qkv")) ? [] : Split)
                .Select(name => NameOf(layer, name)))
            .FirstOrDefault(name => !names.Contains(name));
    }

    private static string NameOf(int layer, string weight) => string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.{weight}.weight");
}
