using System.Collections.Frozen;
using System.Globalization;

namespace Edge.AI.Gguf.Checks;

/// <summary>
/// Lists the weights without which llama.cpp does not load a layer, or uses a null pointer (<c>load_arch_tensors</c> in its src/models). For the
/// architectures of most small models these are all weights; for the others, those that the loader treats as optional and the graph requires.
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

    private static readonly TensorGroup[] FeedGroup = TensorGroup.AllOrNone("ffn_gate.weight", "ffn_up.weight", "ffn_down.weight");
    private static readonly TensorGroup[] SharedGroup = TensorGroup.AllOrNone("ffn_gate_shexp.weight", "ffn_up_shexp.weight", "ffn_down_shexp.weight");

    private static readonly TensorGroup[] ExpertGroup =
    [
        new("ffn_gate_inp.weight", "ffn_down_exps.weight"), new("ffn_down_exps.weight", "ffn_gate_inp.weight"),
        new("ffn_gate_inp.weight", "ffn_up_exps.weight|ffn_gate_up_exps.weight"), new("ffn_up_exps.weight", "ffn_gate_inp.weight"),
    ];

    private static readonly TensorGroup[] Convolution = [new("ssm_conv1d.weight", "ssm_conv1d.bias")];

    private static readonly TensorGroup[] LinearAttention = [new("ssm_conv1d.weight", "attn_qkv.weight"), new("ssm_conv1d.weight", "attn_gate.weight")];

    private static readonly FrozenDictionary<string, TensorGroup[]> Groups = new Dictionary<string, TensorGroup[]>(StringComparer.Ordinal)
    {
        ["arwkv7"] = [new("attn_norm.weight", "time_mix_g1.weight"), new("attn_norm.weight", "time_mix_g2.weight")],
        ["falcon-h1"] = Convolution,
        ["granitehybrid"] = Convolution,
        ["nemotron_h"] = Convolution,
        ["nemotron_h_moe"] = Convolution,
        ["grok"] = FeedGroup,
        ["hy_v3"] = [.. FeedGroup, .. SharedGroup, .. ExpertGroup],
        ["kimi-linear"] = SharedGroup,
        ["mimo2"] = [.. FeedGroup, .. ExpertGroup],
        ["step35"] = [.. FeedGroup, .. SharedGroup, .. ExpertGroup],
        ["qwen35"] = LinearAttention,
        ["qwen35moe"] = LinearAttention,
        ["qwen3next"] = [new("ssm_conv1d.weight", "ssm_in.weight|attn_qkv.weight"), new("attn_qkv.weight", "attn_gate.weight|attn_q_norm.weight")],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Unusable = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["mpt"] = "attn_q_norm.weight",
        ["rwkv6qwen2"] = "time_mix_first.weight",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns a missing weight, or <see langword="null"/> if none is known to be missing.</summary>
    public static string? FindMissing(GgufFile header, IReadOnlySet<string> names)
    {
        var layers = Enumerable.Range(0, header.BlockCount!.Value - header.NextLayers);
        return FindRequired(header, names) ?? layers
            .SelectMany(layer => Groups.GetValueOrDefault(header.Architecture!, []).Select(group => group.FindMissing(name => names.Contains(NameOf(layer, name))) is { } missing ? NameOf(layer, missing) : null))
            .FirstOrDefault(missing => missing is not null);
    }

    /// <summary>Returns a tensor that the loader accepts and the graph fails with, or <see langword="null"/> if there is none.</summary>
    public static string? FindUnusable(GgufFile header, IReadOnlySet<string> names) =>
        Unusable.TryGetValue(header.Architecture!, out var name) ? Enumerable.Range(0, header.BlockCount!.Value).Select(layer => NameOf(layer, name)).FirstOrDefault(names.Contains) : null;

    private static string? FindRequired(GgufFile header, IReadOnlySet<string> names)
    {
        if (!Required.TryGetValue(header.Architecture!, out var required))
            return null;
        if (!names.Contains("output_norm.weight"))
            return "output_norm.weight";

        // The weights of experts have other names.
        var hasExperts = header.Metadata.FindCount($"{header.Architecture}.expert_count") > 0;
        return Enumerable.Range(0, header.BlockCount!.Value)
            .SelectMany(layer => required
                .Where(name => !hasExperts || !GatedFeed.Contains(name))
                .Concat(names.Contains(NameOf(layer, "attn_qkv.weight")) ? [] : Split)
                .Select(name => NameOf(layer, name + ".weight")))
            .FirstOrDefault(name => !names.Contains(name));
    }

    private static string NameOf(int layer, string tensor) => string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.{tensor}");

    /// <summary>If a layer has the tensor <paramref name="Present"/>, it needs <paramref name="Needed"/>: one name, or alternatives separated by '|'.</summary>
    private sealed record TensorGroup(string Present, string Needed)
    {
        public static TensorGroup[] AllOrNone(params string[] names) => [.. names.Select((name, index) => new TensorGroup(name, names[(index + 1) % names.Length]))];

        public string? FindMissing(Predicate<string> has) => has(Present) && !Needed.Split('|').Any(name => has(name)) ? Needed.Split('|')[0] : null;
    }
}
