using System.Diagnostics;
using System.Numerics.Tensors;
using Edge.AI;
using Edge.AI.Samples.Search;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

if (args is not [var query, .. var rest] || rest.Length > 1)
{
    Console.Error.WriteLine("usage: Search QUERY [MODEL]     MODEL is an id of the catalogue or a GGUF file. Default: bge-small-en-v1.5, 37 MB on first use.");
    return 2;
}

try
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders();
    if (rest is [var file] && File.Exists(file))
        builder.Services.AddEdgeEmbeddingGenerator(EdgeModel.FromFile(file));
    else
        builder.Services.AddEdgeEmbeddingGenerator(rest.FirstOrDefault("bge-small-en-v1.5"));

    using var host = builder.Build();
    await host.StartAsync();
    var generator = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
    var time = Stopwatch.StartNew();
    var documents = await generator.GenerateAndZipAsync(Texts.All, new EdgeEmbeddingOptions { Input = EmbeddingInput.Document });
    Console.Error.WriteLine($"{documents.Length} texts in {time.Elapsed.TotalSeconds:0.0} s, with loading");

    // All vectors have the length 1, so the dot product is the cosine.
    var wanted = await generator.GenerateVectorAsync(query, new EdgeEmbeddingOptions { Input = EmbeddingInput.Query });
    foreach (var (text, similarity) in documents.Select(each => (each.Value, Similarity: TensorPrimitives.Dot(wanted.Span, each.Embedding.Vector.Span))).OrderByDescending(each => each.Similarity).Take(10))
        Console.WriteLine($"{similarity:0.000}  {text}");

    await host.StopAsync();
    return 0;
}
catch (EdgeAIException error)
{
    Console.Error.WriteLine($"{error.Code}: {error.Message}{Environment.NewLine}{error.Hint}");
    return 1;
}
