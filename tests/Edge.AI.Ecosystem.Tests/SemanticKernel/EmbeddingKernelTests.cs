using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Edge.AI.Ecosystem.Tests.SemanticKernel;

/// <summary>A kernel whose embedding generator is ours.</summary>
public sealed class EmbeddingKernelTests
{
    [Fact]
    public void The_kernel_holds_the_same_middleware_as_with_the_connector_of_OpenAI()
    {
        var (ours, theirs) = (Kernel.CreateBuilder(), Kernel.CreateBuilder());
        ours.AddEdgeEmbeddingGenerator("bge-small-en-v1.5", serviceId: "id").AddEdgeEmbeddingGenerator("bge-small-en-v1.5", serviceId: "id");
        theirs.AddOpenAIEmbeddingGenerator("text-embedding-3-small", "key", serviceId: "id");

        Layers(Generator(ours, "id"))[..^1].Should().Equal(Layers(Generator(theirs, "id"))[..^1]);
        Layers(Generator(ours, "id"))[^1].Should().Be("EdgeEmbeddingGenerator");
    }

    [Fact]
    public async Task Texts_are_embedded()
    {
        var folder = Directory.CreateTempSubdirectory("edge-ai-test-");
        try
        {
            var path = Path.Combine(folder.FullName, "encoder.gguf");
            new RandomBert().Write(path);
            var builder = Kernel.CreateBuilder();
            builder.AddEdgeEmbeddingGenerator(EdgeModel.FromFile(path), configure: options => options.Threads = 1);

            var vector = await Generator(builder, serviceId: null).GenerateVectorAsync("the man", cancellationToken: TestContext.Current.CancellationToken);

            vector.Length.Should().Be(64);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEmbeddingGenerator<string, Embedding<float>> Generator(IKernelBuilder builder, string? serviceId) => builder.Build().GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(serviceId);

    private static List<string> Layers(object? generator)
    {
        List<string> names = [];
        for (var layer = generator; layer is not null; layer = InnerOf(layer))
            names.Add(layer.GetType().Name);

        return names;
    }

    private static object? InnerOf(object generator) => generator is DelegatingEmbeddingGenerator<string, Embedding<float>>
        ? typeof(DelegatingEmbeddingGenerator<string, Embedding<float>>).GetProperty("InnerGenerator", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(generator)
        : null;
}
