using System.Text;
using LLama;
using LLama.Common;

namespace Edge.AI.Bench.LLamaSharp.Claims;

/// <summary>Compares the look-up by key with the list of all metadata.</summary>
internal static class MetadataClaim
{
    public static string Lookup(string model)
    {
        using var weights = LLamaWeights.LoadFromFile(new ModelParams(model) { VocabOnly = true });
        var wrong = weights.Metadata.Select(pair => (pair.Key, pair.Value, Found: Value(weights, pair.Key))).Where(entry => entry.Found != entry.Value).ToList();
        return wrong.Count == 0
            ? $"all {weights.Metadata.Count} values are right"
            : $"{wrong.Count} of {weights.Metadata.Count} values are wrong: {string.Join(", ", wrong.Take(3).Select(entry => $"`{entry.Key}` is {Quoted(entry.Found)} instead of {Quoted(entry.Value)}"))}";
    }

    private static string? Value(LLamaWeights weights, string key) => weights.NativeHandle.MetadataValueByKey(key) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private static string Quoted(string? text) => text is null ? "nothing" : $"`{(text.Length > 32 ? text[..32] + "…" : text).ReplaceLineEndings("⏎").Replace("\0", "\\0", StringComparison.Ordinal)}`";
}
