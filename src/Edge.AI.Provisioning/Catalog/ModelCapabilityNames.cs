namespace Edge.AI.Catalog;

/// <summary>How a manifest writes <see cref="ModelCapabilities"/>.</summary>
internal static class ModelCapabilityNames
{
    public const ModelCapabilities All = ModelCapabilities.Chat | ModelCapabilities.Tools | ModelCapabilities.Reasoning | ModelCapabilities.Embeddings;

    /// <summary>The flags of names that the parser has let through.</summary>
    public static ModelCapabilities Parse(IEnumerable<string> names) =>
        names.Aggregate(ModelCapabilities.None, (flags, name) => flags | Enum.Parse<ModelCapabilities>(name, ignoreCase: true));
}
