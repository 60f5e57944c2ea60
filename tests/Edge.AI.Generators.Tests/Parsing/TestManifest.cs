using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Tests.Parsing;

/// <summary>A small valid manifest, and variants of it with a replaced piece.</summary>
internal static class TestManifest
{
    public const string Valid = """
        {
          "$schema": "edgemodels.schema.json",
          "schemaVersion": 1,
          "models": [
            {
              "id": "support-bot",
              "displayName": "Support bot",
              "license": "Apache-2.0",
              "contextLength": 8192,
              "capabilities": ["chat", "tools"],
              "files": [
                {
                  "name": "bot-q4_k_m.gguf",
                  "url": "https://models.example.com/bot-q4_k_m.gguf",
                  "size": 1055609536,
                  "sha256": "5A1395716f7913741cc51d98581b9b1228d80987a9f7d3664106742eb06bba83",
                  "mirrors": ["https://mirror.example.com/bot-q4_k_m.gguf"]
                }
              ],
              "aliases": ["bot"],
              "family": "SmolLM2",
              "parameters": "1.7B",
              "quantization": "Q4_K_M",
              "homepage": "https://example.com/bot",
              "chat": { "template": "{{ messages }}", "stop": ["</s>"] },
              "embeddings": { "dimensions": [768, 256], "queryPrefix": "query: ", "documentPrefix": "passage: " }
            }
          ]
        }
        """;

    public static string WithoutDigest => With("\"sha256\": \"5A1395716f7913741cc51d98581b9b1228d80987a9f7d3664106742eb06bba83\",", "");

    /// <summary>Marks the expected location of a problem in a text.</summary>
    public const char Marker = '¦';

    public static string With(string piece, string replacement)
    {
        Valid.Should().Contain(piece);
        return Valid.Replace(piece, replacement, StringComparison.Ordinal);
    }

    public static string ModelNamed(string id, string aliases = "") => $$"""
        {
          "id": "{{id}}", "displayName": "{{id}}", "license": "MIT", "contextLength": 1, "capabilities": ["chat"], "aliases": [{{aliases}}],
          "files": [ { "name": "a.gguf", "url": "https://example.com/a", "size": 1, "sha256": "{{new string('0', 64)}}" } ]
        }
        """;

    public static string Of(params IEnumerable<string> models) => $$"""{ "schemaVersion": 1, "models": [ {{string.Join(",\n", models)}} ] }""";

    public static ParsedManifest Parse(string text) => ManifestParser.Parse(text);

    /// <summary>Parses the text without its marker; the only problem must be this one, at the marker.</summary>
    public static ManifestProblem OnlyProblem(string marked, string id)
    {
        var before = marked[..marked.IndexOf(Marker, StringComparison.Ordinal)].Split('\n');
        var problem = Parse(marked.Replace(Marker.ToString(), "", StringComparison.Ordinal)).Problems.Should().ContainSingle().Which;
        (problem.Id, problem.Span.Line, problem.Span.Column).Should().Be((id, before.Length, before[^1].Length + 1), problem.Message);
        return problem;
    }
}
