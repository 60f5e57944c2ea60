namespace Edge.AI.Bench.Embedding;

/// <summary>What a process that embeds is asked for, as one line of JSON.</summary>
/// <param name="ModelPath">The model file.</param>
/// <param name="Threads">The number of compute threads.</param>
/// <param name="Texts">The texts.</param>
internal sealed record EmbeddingWork(string ModelPath, int Threads, IReadOnlyList<string> Texts);

/// <summary>Its answer, as one line of JSON.</summary>
/// <param name="Milliseconds">The time for all texts. The model was loaded, and had embedded before.</param>
/// <param name="First">The vector of the first text.</param>
internal sealed record EmbeddingDone(double Milliseconds, IReadOnlyList<float> First);
