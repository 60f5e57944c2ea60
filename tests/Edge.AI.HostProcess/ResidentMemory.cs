using Edge.AI.Gguf;
using Edge.AI.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Loads a model, generates and unloads it; prints the resident memory of the process after each step, and the estimate.</summary>
internal static class ResidentMemory
{
    /// <param name="warmUp">A model that makes the runtime and the garbage collector take the memory that they keep. It must be small, because the other model could reuse the memory that it leaves.</param>
    /// <param name="path">The model to measure.</param>
    /// <param name="options">The load options of the model to measure.</param>
    public static async Task MeasureAsync(string warmUp, string path, InferenceOptions options)
    {
        await LoadAndUnloadAsync(warmUp, new() { ContextSize = 256, MaxConcurrency = 1, Threads = 1 });
        var before = Measure();
        var (loaded, estimated) = await LoadAndUnloadAsync(path, options);
        var after = Measure();
        Console.WriteLine($"took {loaded - before}");
        Console.WriteLine($"estimated {estimated}");
        Console.WriteLine($"returned {loaded - after}");
    }

    private static async Task<(long Loaded, long Estimated)> LoadAndUnloadAsync(string path, InferenceOptions options)
    {
        var model = await LoadedModel.LoadAsync(path, options, NullLoggerFactory.Instance);
        await using (model.ConfigureAwait(false))
        {
            var prompt = model.Vocabulary.Tokenize(string.Concat(Enumerable.Repeat("the sky is blue ", 40)), addSpecial: true, parseSpecial: false);
            prompt = prompt[..Math.Min(prompt.Length, model.MaxPromptTokens / 2)];
            await foreach (var _ in model.Generate(new(prompt, new() { Temperature = 0 }, 8)).ReadAsync(CancellationToken.None))
            {
            }

            return (Measure(), new MemoryEstimate(GgufModel.Read(path), [], options, hasGpu: false).Of(model.Plan.SequenceLength, model.Plan.Sequences));
        }
    }

    private static long Measure()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^" kB".Length], null) * 1024;
    }
}
