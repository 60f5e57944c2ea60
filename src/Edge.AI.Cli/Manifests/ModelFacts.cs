using System.Text.RegularExpressions;
using Edge.AI.Catalog.Parsing;
using Edge.AI.Gguf;

namespace Edge.AI.Cli.Manifests;

/// <summary>What a GGUF header tells about its model, as a manifest says it.</summary>
internal sealed partial class ModelFacts(GgufFile header)
{
    public string DisplayName => Line(header.Name) ?? Stem;

    /// <summary>The file's name without its quantization and number, as an id: <c>Phi-3-mini-Q4_K_M.gguf</c> is <c>phi-3-mini</c>.</summary>
    public string Id => Separators().Replace(Suffixes().Replace(Stem, "").ToLowerInvariant(), "-").Trim('-', '.', '_') is { Length: > 0 } id ? id : "model";

    /// <summary>The licence as the file names it; null if it does not.</summary>
    public string? License => Text("general.license") is "other" or null ? Text("general.license.name") ?? Text("general.license") : Text("general.license");

    public string? Parameters => Text("general.size_label");

    public string? Quantization => header.Quantization;

    /// <exception cref="ModelValidationException">The file does not tell it.</exception>
    public int ContextLength => header.ContextLength is > 0 and var tokens ? tokens : throw new ModelValidationException(header.FileName, "has no context length in its header.", "Name the first file of a complete model.");

    /// <summary>Embeddings where the model pools its tokens; else what its chat template can do; nothing where it has neither.</summary>
    public IReadOnlyList<string> Capabilities => (header.Metadata.FindCount($"{header.Architecture}.pooling_type"), header.ChatTemplate ?? header.ToolTemplate) switch
    {
        (> 0, _) => ["embeddings"],
        (_, { } template) => TemplateCapabilities.Of(template, header.ToolTemplate ?? template),
        _ => [],
    };

    private string Stem => Path.GetFileNameWithoutExtension(header.FileName);

    private string? Text(string key) => Line(header.Metadata.FindText(key));

    private static string? Line(string? text) => text is not null && ModelRules.TextProblem(text) is null ? text : null;

    /// <summary>Quantizations such as Q4_K_M, IQ2_XS, BF16 and MXFP4, and 00001-of-00003, at the end of a name.</summary>
    [GeneratedRegex("([-._](i?q[0-9]\\w*|t?q[12]_0|bf16|f?p?(16|32)|mxfp4\\w*|[0-9]{5}-of-[0-9]{5}))+$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Suffixes();

    [GeneratedRegex("[^a-z0-9._]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();
}
