namespace Edge.AI.Catalog.Parsing;

/// <summary>The properties that each kind of object in a manifest must and may have; docs/edgemodels.schema.json says the same.</summary>
internal sealed class ManifestProperties(string owner, string[] required, string[] optional, params AdvisedProperty[] advised)
{
    public static ManifestProperties Manifest { get; } = new("the manifest", ["schemaVersion", "models"], ["$schema"]);

    public static ManifestProperties Model { get; } = new(
        "a model",
        ["id", "displayName", "contextLength", "capabilities", "files"],
        ["aliases", "family", "parameters", "quantization", "homepage", "chat"],
        new AdvisedProperty("license", ProblemIds.LicenseMissing, "'license' is missing: nobody can tell whether an app may ship or use this model."));

    public static ManifestProperties File { get; } = new(
        "a file",
        ["name", "url", "size"],
        ["mirrors"],
        new AdvisedProperty("sha256", ProblemIds.DigestMissing, "'sha256' is missing: what arrives can't be verified, and is refused unless the app sets EdgeAI:AllowUnverifiedFiles. 'sha256sum FILE' or 'edge-ai manifest add' tells it."));

    public static ManifestProperties Chat { get; } = new("'chat'", [], ["template", "stop"]);

    /// <summary>Whose properties these are, as a message names it.</summary>
    public string Owner => owner;

    public IReadOnlyList<string> Required => required;

    /// <summary>What may be left out, though not without a word.</summary>
    public IReadOnlyList<AdvisedProperty> Advised => advised;

    public IReadOnlyList<string> All { get; } = [.. required, .. advised.Select(property => property.Name), .. optional];
}

/// <param name="Name">The property's name.</param>
/// <param name="ProblemId">What its absence is.</param>
/// <param name="Message">What follows from its absence.</param>
internal sealed record AdvisedProperty(string Name, string ProblemId, string Message);
