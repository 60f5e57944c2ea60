using System.Diagnostics;
using System.Globalization;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>For a small model of each architecture: saves the state of a prompt's beginning, loads the model again, and compares the answer after the restore with the answer without.</summary>
internal static class RestoredStates
{
    private const int Common = 150;

    public static async Task CompareAsync(string folder, int first, int end)
    {
        for (var number = first; number < end; number++)
        {
            var (name, bytes) = Mutants.Make("architectures", number);
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"states-{number}.gguf"));
            await File.WriteAllBytesAsync(path, bytes);
            Console.WriteLine($"{number} {name}: {await TryAsync(path, Path.Combine(folder, $"cache-{number}"))}".ReplaceLineEndings(" "));
            File.Delete(path);
        }
    }

    /// <summary>Answers a question after the common beginning, and shows how many tokens were restored.</summary>
    public static async Task AskAsync(string path, string cache, int question)
    {
        var (answer, cached) = await AnswerAsync(path, cache, question);
        Console.WriteLine($"{cached} cached: {string.Join(' ', answer)}");
    }

    /// <summary>Measures the first token of the first request with a common beginning, with a cache folder or without, in rounds after a round that fills the folder.</summary>
    public static async Task MeasureAsync(string path, string cache, int common, int rounds)
    {
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var folder in (string?[])[cache, null])
            {
                var options = new InferenceOptions { ContextSize = common + 128, MaxConcurrency = 1, PromptCacheDirectory = folder };
                await using var model = await LoadedModel.LoadAsync(path, options, NullLoggerFactory.Instance);
                int[] prompt = [.. Noise(model, 0, common), .. Noise(model, round + 1, 20)];
                var started = Stopwatch.GetTimestamp();
                var generation = model.Generate(new(prompt, new() { Temperature = 0 }, 1) { CommonTokens = common });
                await foreach (var _ in generation.ReadAsync(CancellationToken.None))
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}, {(folder is null ? "without" : "with")}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F1} ms, {generation.CachedTokens} cached"));
            }
        }
    }

    /// <summary>Writes large states without end, so that a kill hits a write.</summary>
    public static void WriteUntilKilled(string path, string cache)
    {
        var disk = StateDisk.TryOpen(path, new() { PromptCacheDirectory = cache }, library: path, contextLength: 256, NullLogger.Instance)!;
        var state = new byte[16 << 20];
        for (var number = 0; ; number++)
        {
            new Random(number).NextBytes(state);
            Console.WriteLine(number);
            disk.Write(new([number], state));
        }
    }

    private static async Task<string> TryAsync(string path, string cache)
    {
        try
        {
            await AnswerAsync(path, cache, question: 1);
            var (restored, cached) = await AnswerAsync(path, cache, question: 2);
            var (processed, _) = await AnswerAsync(path, $"{cache}-other", question: 2);
            return $"{cached} cached, {(restored.SequenceEqual(processed) ? "equal" : "different")}";
        }
        catch (EdgeAIException error)
        {
            return error.Code;
        }
    }

    private static async Task<(List<int> Answer, int Cached)> AnswerAsync(string path, string cache, int question)
    {
        var options = new InferenceOptions { ContextSize = 256, MaxConcurrency = 2, Threads = 1, AllowUncheckedArchitectures = true, PromptCacheDirectory = cache };
        await using var model = await LoadedModel.LoadAsync(path, options, NullLoggerFactory.Instance);
        int[] prompt = [.. Noise(model, 0, Common), .. Noise(model, question, 20)];
        var generation = model.Generate(new(prompt, new() { Temperature = 0 }, 8) { CommonTokens = Common });
        List<int> answer = [];
        await foreach (var token in generation.ReadAsync(CancellationToken.None))
            answer.Add(token);
        return (answer, generation.CachedTokens);
    }

    private static IEnumerable<int> Noise(LoadedModel model, int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.Next(model.Vocabulary.Size / 2, model.Vocabulary.Size));
    }
}
