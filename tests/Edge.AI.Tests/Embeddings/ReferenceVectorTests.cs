using System.Text.Json;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Embeddings;

/// <summary>Real weights, and the vectors that their authors' program computes with 32-bit weights.</summary>
public sealed class ReferenceVectorTests
{
    private const double Least = 0.998;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_vectors_are_those_of_the_reference_alone_and_in_a_batch_with_equal_token_counts()
    {
        var reference = JsonSerializer.Deserialize<Entry[]>(await File.ReadAllTextAsync(SharedModels.PathOf("all-MiniLM-L6-v2-reference.json"), Cancellation), JsonSerializerOptions.Web)!;
        await using var generator = EdgeEmbeddingGenerator.Create(EdgeModel.FromFile(SharedModels.PathOf("all-MiniLM-L6-v2-q8_0.gguf")), new() { Threads = 1 });

        var together = await generator.GenerateAsync(reference.Select(entry => entry.Text), cancellationToken: Cancellation);

        together.Usage!.InputTokenCount.Should().Be(reference.Sum(entry => entry.Tokens));
        foreach (var (entry, batched) in reference.Zip(together))
        {
            var alone = await generator.GenerateAsync([entry.Text], cancellationToken: Cancellation);
            alone.Usage!.InputTokenCount.Should().Be(entry.Tokens, entry.Text);
            Encoder.Cosine(alone[0].Vector, entry.Vector).Should().BeGreaterThanOrEqualTo((float)Least, entry.Text);
            Encoder.Cosine(batched.Vector, entry.Vector).Should().BeGreaterThanOrEqualTo((float)Least, entry.Text);
            Encoder.Cosine(batched.Vector, alone[0].Vector).Should().BeGreaterThan(0.9995f, "{0}: the kernels for one text and for many round differently", entry.Text);
        }
    }

    private sealed record Entry(string Text, int Tokens, float[] Vector);
}
