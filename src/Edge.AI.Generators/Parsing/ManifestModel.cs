namespace Edge.AI.Catalog.Parsing;

/// <summary>The content of a manifest without its invalid parts.</summary>
/// <param name="Models">The models without any error.</param>
/// <param name="Problems">The problems, in the order of the text.</param>
internal sealed record ParsedManifest(EquatableList<ManifestModel> Models, EquatableList<ManifestProblem> Problems);

/// <summary>One model of a manifest. Every value has passed <see cref="ModelRules"/>.</summary>
internal sealed record ManifestModel(
    string Id,
    string DisplayName,
    string? License,
    int ContextLength,
    EquatableList<string> Capabilities,
    EquatableList<ManifestFile> Files,
    EquatableList<string> Aliases,
    string? Family,
    string? Parameters,
    string? Quantization,
    string? Homepage,
    ManifestChat? Chat,
    ManifestEmbeddings? Embeddings);

internal sealed record ManifestFile(string Name, string Url, long Size, string? Sha256, EquatableList<string> Mirrors);

internal sealed record ManifestChat(string? Template, EquatableList<string> Stop);

internal sealed record ManifestEmbeddings(EquatableList<int> Dimensions, string? QueryPrefix, string? DocumentPrefix);
