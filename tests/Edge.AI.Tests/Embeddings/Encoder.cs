using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Embeddings;

/// <summary>A generator over a random encoder, in a folder of its own.</summary>
internal sealed class Encoder : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Encoder(RandomBert? model = null, EdgeEmbeddingGeneratorOptions? options = null, ModelEmbeddingSettings? settings = null)
    {
        Model = model ?? new();
        Path = System.IO.Path.Combine(_folder.Path, "encoder.gguf");
        Model.Write(Path);
        options ??= new();
        options.Threads = 1;
        var described = EdgeModel.FromFile(Path);
        Generator = EdgeEmbeddingGenerator.Create(settings is null ? described : described with { Embeddings = settings }, options, new() { ModelDirectory = _folder.Path });
    }

    public RandomBert Model { get; }

    public string Path { get; }

    public EdgeEmbeddingGenerator Generator { get; }

    public async Task<float[]> EmbedAsync(string text, EmbeddingGenerationOptions? options = null) =>
        (await Generator.GenerateVectorAsync(text, options, TestContext.Current.CancellationToken)).ToArray();

    public async ValueTask DisposeAsync()
    {
        await Generator.DisposeAsync();
        _folder.Dispose();
    }

    public static float Cosine(ReadOnlyMemory<float> one, ReadOnlyMemory<float> other) => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(one.Span, other.Span);
}
