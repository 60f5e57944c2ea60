namespace Edge.AI.Embeddings;

/// <summary>A copy of those options of a generator that apply to each call, and may change while the app runs.</summary>
/// <param name="Truncate">Whether the end of a text that is too long is left out.</param>
/// <param name="MaxQueueLength">The most calls that may wait.</param>
internal sealed record EmbeddingLimits(bool Truncate, int MaxQueueLength)
{
    public static EmbeddingLimits Of(EdgeEmbeddingGeneratorOptions options) => new(options.Truncate, options.MaxQueueLength);
}
