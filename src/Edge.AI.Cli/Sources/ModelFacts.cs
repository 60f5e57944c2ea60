using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;
using Edge.AI.Gguf;

namespace Edge.AI.Cli.Sources;

/// <summary>Reads the values of a manifest entry from a GGUF header.</summary>
internal sealed class ModelFacts(GgufFile header)
{
    public string DisplayName => Line(header.Name) ?? Stem;

    /// <summary>The id that the file's name suggests.</summary>
    public string Id => ModelIdText.Of(header.FileName);

    /// <summary>The licence; null if the header does not contain one.</summary>
    public string? License => Text("general.license") is "other" or null ? Text("general.license.name") ?? Text("general.license") : Text("general.license");

    public string? Parameters => Text("general.size_label");

    public string? Quantization => header.Quantization;

    /// <exception cref="ModelValidationException">The header does not contain it.</exception>
    public int ContextLength => header.ContextLength is > 0 and var tokens ? tokens : throw new ModelValidationException(header.FileName, "has no context length in its header.", "Use the first file of a complete model.");

    /// <summary>Embeddings if the model pools its tokens, else what its chat template supports. Empty if it has neither.</summary>
    public IReadOnlyList<string> Capabilities => (header.Metadata.FindCount($"{header.Architecture}.pooling_type"), header.ChatTemplate ?? header.ToolTemplate) switch
    {
        ( > 0, _) => ["embeddings"],
        (_, { } template) => TemplateCapabilities.Of(template, header.ToolTemplate ?? template),
        _ => [],
    };

    /// <summary>The length of the vectors; null for a model that does not pool its tokens.</summary>
    public int? Dimensions => header.Metadata.FindCount($"{header.Architecture}.pooling_type") > 0 ? header.EmbeddingLength : null;

    private string Stem => Path.GetFileNameWithoutExtension(header.FileName);

    private string? Text(string key) => Line(header.Metadata.FindText(key));

    private static string? Line(string? text) => text is not null && ModelRules.TextProblem(text) is null ? text : null;
}
