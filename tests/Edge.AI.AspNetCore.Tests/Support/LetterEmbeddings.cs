using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>Counts the letters of a text: component 0 is the share of A, component 25 that of Z.</summary>
internal sealed class LetterEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    public const string ModelId = "letters";
    public const int Letters = 26;

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(Count(text).AsMemory(0, options?.Dimensions ?? Letters))))
        {
            Usage = new() { InputTokenCount = texts.Sum(text => text.Length), TotalTokenCount = texts.Sum(text => text.Length) },
        });
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("test", null, ModelId, Letters) : null;

    public void Dispose()
    {
    }

    private static float[] Count(string text)
    {
        var counts = new float[Letters];
        foreach (var letter in text.ToUpperInvariant().Where(char.IsAsciiLetterUpper))
            counts[letter - 'A'] += 1f / text.Length;
        return counts;
    }
}
