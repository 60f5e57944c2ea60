namespace Edge.AI;

/// <summary>Specifies what texts are that are embedded. Some models expect a prefix before each kind; the prefixes are in the catalogue (<see cref="ModelEmbeddingSettings"/>).</summary>
public enum EmbeddingInput
{
    /// <summary>Any text. It is embedded as it is.</summary>
    Text,

    /// <summary>A search query. <see cref="ModelEmbeddingSettings.QueryPrefix"/> is put before it.</summary>
    Query,

    /// <summary>A document that will be searched. <see cref="ModelEmbeddingSettings.DocumentPrefix"/> is put before it.</summary>
    Document,
}
