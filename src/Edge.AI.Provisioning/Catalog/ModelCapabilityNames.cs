namespace Edge.AI.Catalog;

/// <summary>Converts between <see cref="ModelCapabilities"/> and their names in a manifest.</summary>
internal static class ModelCapabilityNames
{
    public const ModelCapabilities All = ModelCapabilities.Chat | ModelCapabilities.Tools | ModelCapabilities.Reasoning | ModelCapabilities.Embeddings;

    /// <summary>Returns the flags for names that the parser has validated.</summary>
    public static ModelCapabilities Parse(IEnumerable<string> names) =>
        names.Aggregate(ModelCapabilities.None, (flags, name) => flags | Enum.Parse<ModelCapabilities>(name, ignoreCase: true));
}
