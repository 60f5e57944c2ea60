using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>Reads manifests at run time.</summary>
internal static class ManifestModels
{
    public static IEnumerable<EdgeModel> Load(string path) => Parse(ManifestFileText.Read(path), path);

    public static IEnumerable<EdgeModel> Parse(string json, string source)
    {
        var manifest = ManifestParser.Parse(json);
        return manifest.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error) is { } problem
            ? throw new ManifestException(source, problem.Span.Line, problem.Span.Column, problem.Message)
            : manifest.Models.Select(ToEdgeModel);
    }

    private static EdgeModel ToEdgeModel(ManifestModel model) => new()
    {
        Id = model.Id,
        DisplayName = model.DisplayName,
        License = model.License,
        ContextLength = model.ContextLength,
        Capabilities = ModelCapabilityNames.Parse(model.Capabilities),
        Files = [.. model.Files.Select(ToModelFile)],
        Aliases = model.Aliases,
        Family = model.Family,
        Parameters = model.Parameters,
        Quantization = model.Quantization,
        Homepage = model.Homepage is { } homepage ? new(homepage) : null,
        Chat = model.Chat is { } chat ? new() { Template = chat.Template, Stop = chat.Stop } : null,
        Embeddings = model.Embeddings is { } embeddings
            ? new() { Dimensions = embeddings.Dimensions, QueryPrefix = embeddings.QueryPrefix, DocumentPrefix = embeddings.DocumentPrefix }
            : null,
    };

    private static ModelFile ToModelFile(ManifestFile file) => new()
    {
        Name = file.Name,
        Source = new(file.Url),
        Size = file.Size,
        Digest = file.Sha256 is { } digest ? Sha256Digest.Parse(digest) : null,
        Mirrors = [.. file.Mirrors.Select(mirror => new Uri(mirror))],
    };
}
