using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.AI.Cli.Output;
using Edge.AI.Cli.Sources;

namespace Edge.AI.Cli.Manifests;

/// <summary>Writes a model as a manifest entry.</summary>
internal static class EntryText
{
    public static string Of(string id, ModelFacts facts, IReadOnlyList<string> capabilities, IEnumerable<MeasuredFile> files, string indent)
    {
        var entry = new JsonObject { ["id"] = id, ["displayName"] = facts.DisplayName };
        Say("license", facts.License);
        entry["contextLength"] = facts.ContextLength;
        entry["capabilities"] = new JsonArray([.. capabilities.Select(capability => (JsonNode)capability)]);
        entry["files"] = new JsonArray([.. files.Select(file => new JsonObject { ["name"] = file.Name, ["url"] = file.Url, ["size"] = file.Size, ["sha256"] = file.Sha256 })]);
        Say("parameters", facts.Parameters);
        Say("quantization", facts.Quantization);
        if (facts.Dimensions is { } dimensions && capabilities.Contains("embeddings", StringComparer.Ordinal))
            entry["embeddings"] = new JsonObject { ["dimensions"] = new JsonArray(dimensions) };

        // Letters and quotes are not escaped, because people read and edit this file.
        return entry.ToJsonString(new() { WriteIndented = true, NewLine = "\n", IndentCharacter = indent[0], IndentSize = indent.Length, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        void Say(string name, string? value)
        {
            if (value is not null)
                entry[name] = value;
        }
    }
}
