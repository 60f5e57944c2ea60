using System.Diagnostics;
using Edge.AI.Inference;
using Edge.AI.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Measures how long a batch of one sequence takes, by the number of its tokens.</summary>
internal static class BatchCost
{
    private const int Most = 16;

    public static void Measure(string path, int rounds, int threads)
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(path, new(), NullLogger.Instance, default);
        var settings = NativeSettings.OfContext(new(1024, 1), new(Threads: threads));
        using var context = ContextHandle.Create(model, settings with { MaxOutputs = Most }, path, NullLogger.Instance);
        using var batch = new NativeBatch(512);
        var random = new Random(1);
        for (var at = 0; at < 300; at++)
            batch.Add(random.Next(300, 500), at, 0, wantsLogits: at == 299);
        if (context.Decode(batch) is { } error)
            throw error;

        var all = Enumerable.Range(0, Most + 1).Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var size = 1; size <= Most; size++)
            {
                context.Forget(0, 300);
                batch.Clear();
                for (var at = 300; at < 300 + size; at++)
                    batch.Add(random.Next(300, 500), at, 0, wantsLogits: true);
                var started = Stopwatch.GetTimestamp();
                if (context.Decode(batch) is { } failed)
                    throw failed;
                all[size].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        var one = Median(all[1]);
        for (var size = 1; size <= Most; size++)
            Console.WriteLine($"{size,2} tokens: {Median(all[size]):F2} ms, {Median(all[size]) / one:F2} x, least {all[size].Min() / all[1].Min():F2} x");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
