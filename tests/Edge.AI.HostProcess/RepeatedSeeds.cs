using Edge.AI.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Sends the same request with the same seed while other requests come and go, and counts different answers.</summary>
internal static class RepeatedSeeds
{
    private const int Length = 100;

    /// <param name="path">The model.</param>
    /// <param name="rounds">The number of requests.</param>
    /// <param name="others">The number of other requests that run at the same time.</param>
    /// <param name="othersAreSeeded">Whether the other requests have seeds as well.</param>
    /// <param name="reproducible">Whether seeded requests get batches of their own.</param>
    public static async Task CountAsync(string path, int rounds, int others, bool othersAreSeeded, bool reproducible)
    {
        await using var model = await LoadedModel.LoadAsync(path, new() { MaxConcurrency = others + 1, Threads = 1, ContextSize = 512, ReproducibleSeeds = reproducible }, NullLoggerFactory.Instance);
        var prompt = Noise(1, 150);
        using var stop = new CancellationTokenSource();
        var storm = Enumerable.Range(0, others).Select(index => Task.Run(() => RunOthersAsync(model, index, othersAreSeeded, stop.Token))).ToList();

        Dictionary<string, int> answers = [];
        for (var round = 0; round < rounds; round++)
        {
            List<int> tokens = [];
            await foreach (var token in model.Generate(new(prompt, new() { Temperature = 1.5f, TopK = 0, TopP = 1, MinP = 0, Seed = 7 }, Length)).ReadAsync(CancellationToken.None))
                tokens.Add(token);
            var answer = string.Join(' ', tokens);
            answers[answer] = answers.GetValueOrDefault(answer) + 1;
        }

        await stop.CancelAsync();
        await Task.WhenAll(storm);
        Console.WriteLine($"{rounds} rounds, {answers.Count} different answers, the most frequent {answers.Values.Max()} times");
    }

    private static async Task RunOthersAsync(LoadedModel model, int index, bool isSeeded, CancellationToken stop)
    {
        var random = new Random(index);
        while (!stop.IsCancellationRequested)
        {
            var left = random.Next(1, 80);
            var request = new GenerationRequest(Noise(random.Next(4), random.Next(20, 300)), new() { Temperature = 2, Seed = isSeeded ? (uint)random.Next() : null }, left);
            await foreach (var _ in model.Generate(request).ReadAsync(CancellationToken.None))
            {
                if (--left == 0 || stop.IsCancellationRequested)
                    break;
            }
        }
    }

    private static int[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(300, 500))];
    }
}
