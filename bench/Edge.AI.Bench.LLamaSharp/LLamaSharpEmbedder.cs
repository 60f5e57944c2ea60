using System.Diagnostics;
using System.Text.Json;
using Edge.AI.Bench.Embedding;
using LLama;
using LLama.Common;

namespace Edge.AI.Bench.LLamaSharp;

/// <summary>LLamaSharp's embedder: reads a line with texts and writes a line with the time that it took. It ends when its standard input ends.</summary>
internal static class LLamaSharpEmbedder
{
    public const string Verb = "embeddings";

    public static async Task<int> RunAsync()
    {
        LLamaEmbedder? embedder = null;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var work = JsonSerializer.Deserialize<EmbeddingWork>(line, JsonSerializerOptions.Web)!;
            embedder ??= Load(work);
            var clock = Stopwatch.StartNew();
            float[]? first = null;
            foreach (var text in work.Texts)
            {
                var vectors = await embedder.GetEmbeddings(text);
                first ??= vectors[0];
            }

            Console.WriteLine(JsonSerializer.Serialize(new EmbeddingDone(clock.Elapsed.TotalMilliseconds, first ?? []), JsonSerializerOptions.Web));
        }

        embedder?.Dispose();
        return 0;
    }

    private static LLamaEmbedder Load(EmbeddingWork work)
    {
        var parameters = new ModelParams(work.ModelPath)
        {
            Embeddings = true,
            ContextSize = 512,
            BatchSize = 512,
            UBatchSize = 512,
            Threads = work.Threads,
            BatchThreads = work.Threads,
            GpuLayerCount = 0,
        };
        return new(LLamaWeights.LoadFromFile(parameters), parameters);
    }
}
