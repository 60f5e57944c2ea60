namespace Edge.AI.Catalog.Parsing;

/// <summary>The required and optional properties of each kind of object in a manifest. docs/edgemodels.schema.json contains the same rules.</summary>
internal sealed class ManifestProperties(string owner, string[] required, string[] optional, params AdvisedProperty[] advised)
{
    public static ManifestProperties Manifest { get; } = new("the manifest", ["schemaVersion", "models"], ["$schema"]);

    public static ManifestProperties Model { get; } = new(
        "a model",
        ["id", "displayName", "contextLength", "capabilities", "files"],
        ["aliases", "family", "parameters", "quantization", "homepage", "chat", "embeddings"],
        new AdvisedProperty("license", ProblemIds.LicenseMissing, "'license' is missing, so the terms of use of this model are unknown."));

    public static ManifestProperties File { get; } = new(
        "a file",
        ["name", "url", "size"],
        ["mirrors"],
        new AdvisedProperty("sha256", ProblemIds.DigestMissing, "'sha256' is missing, so a download cannot be verified. The file is refused unless the app sets EdgeAI:AllowUnverifiedFiles. Run 'sha256sum FILE' or 'edge-ai manifest add' to get the digest."));

    public static ManifestProperties Chat { get; } = new("'chat'", [], ["template", "stop"]);

    public static ManifestProperties Embeddings { get; } = new("'embeddings'", [], ["dimensions", "queryPrefix", "documentPrefix"]);

    /// <summary>The object that has these properties, as messages name it.</summary>
    public string Owner => owner;

    public IReadOnlyList<string> Required => required;

    /// <summary>Properties that may be missing, but whose absence is reported.</summary>
    public IReadOnlyList<AdvisedProperty> Advised => advised;

    public IReadOnlyList<string> All { get; } = [.. required, .. advised.Select(property => property.Name), .. optional];
}

/// <param name="Name">The property's name.</param>
/// <param name="ProblemId">The problem if it is missing.</param>
/// <param name="Message">The message if it is missing.</param>
internal sealed record AdvisedProperty(string Name, string ProblemId, string Message);
