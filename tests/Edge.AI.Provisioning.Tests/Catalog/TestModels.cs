namespace Edge.AI.Provisioning.Tests.Catalog;

internal static class TestModels
{
    public static ModelFile File(string name = "model.gguf", string source = "https://example.com/model.gguf", long size = 1) =>
        new() { Name = name, Source = new(source, UriKind.RelativeOrAbsolute), Size = size, Digest = Sha256Digest.Parse(new string('a', 64)) };

    public static EdgeModel Named(string id, params IReadOnlyList<string> aliases) => new()
    {
        Id = id,
        DisplayName = "Display name",
        License = "MIT",
        ContextLength = 1024,
        Capabilities = ModelCapabilities.Chat,
        Files = [File()],
        Aliases = aliases,
    };

    public static ModelCatalog Catalog(params IEnumerable<string> ids) => new(ids.Select(id => Named(id)));
}
