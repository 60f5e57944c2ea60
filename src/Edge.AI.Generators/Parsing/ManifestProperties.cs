namespace Edge.AI.Catalog.Parsing;

/// <summary>The properties that each kind of object in a manifest must and may have; docs/edgemodels.schema.json says the same.</summary>
internal sealed class ManifestProperties(string owner, string[] required, string[] optional)
{
    public static ManifestProperties Manifest { get; } = new("the manifest", ["schemaVersion", "models"], ["$schema"]);

    public static ManifestProperties Model { get; } = new(
        "a model",
        ["id", "displayName", "license", "contextLength", "capabilities", "files"],
        ["aliases", "family", "parameters", "quantization", "homepage", "chat"]);

    public static ManifestProperties File { get; } = new("a file", ["name", "url", "size", "sha256"], ["mirrors"]);

    public static ManifestProperties Chat { get; } = new("'chat'", [], ["template", "stop"]);

    /// <summary>Whose properties these are, as a message names it.</summary>
    public string Owner => owner;

    public IReadOnlyList<string> Required => required;

    public IReadOnlyList<string> All { get; } = [.. required, .. optional];
}
