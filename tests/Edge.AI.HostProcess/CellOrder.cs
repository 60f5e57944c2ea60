using System.Diagnostics;
using Edge.AI.Inference;
using Edge.AI.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Measures how long a step of several sequences takes, by the order of their tokens in the key-value cache.</summary>
internal static class CellOrder
{
    private const int AtRandom = 3;
    private const int AfterOthers = 4;
    private const int InOrderAgain = 5;

    private static readonly string[] s_orders = ["a split cache", "one sequence after the other", "in turns", "at random", "after other requests", "put in order again"];

    public static void Measure(string path, int rounds, int threads, int sequences, int length)
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(path, new(), NullLogger.Instance, default);
        using var batch = new NativeBatch(Math.Max(length, sequences));
        var times = s_orders.Select(_ => new List<double>()).ToArray();
        var contexts = s_orders.Select((_, order) => Create(model, path, order, threads, sequences, length)).ToArray();
        for (var order = 0; order < AfterOthers; order++)
            Fill(contexts[order], batch, order, sequences, length);
        ComeAndGo(contexts[AfterOthers], batch, sequences, length);
        ComeAndGo(contexts[InOrderAgain], batch, sequences, length);
        Sort(contexts[InOrderAgain], sequences * length);

        for (var round = 0; round < rounds; round++)
        {
            for (var order = 0; order < contexts.Length; order++)
            {
                Step(contexts[order], batch, sequences, length); // the processor's caches have the other context
                for (var again = 0; again < 3; again++)
                    times[order].Add(Step(contexts[order], batch, sequences, length));
            }
        }

        foreach (var context in contexts)
            context.Dispose();
        for (var order = 0; order < contexts.Length; order++)
            Console.WriteLine($"{s_orders[order],30}: {Median(times[order]):F2} ms, {Median(times[order]) / Median(times[0]):F3} x");
    }

    private static ContextHandle Create(ModelHandle model, string path, int order, int threads, int sequences, int length)
    {
        var settings = NativeSettings.OfContext(new(2 * length, sequences), new(Threads: threads));
        return ContextHandle.Create(model, settings with { MaxOutputs = sequences, UnifiedCache = order > 0 }, path, NullLogger.Instance);
    }

    /// <summary>Gives each sequence its tokens. llama.cpp puts the tokens of a batch into the next free cells.</summary>
    private static void Fill(ContextHandle context, NativeBatch batch, int order, int sequences, int length)
    {
        var turns = Enumerable.Range(0, sequences * length).Select(turn => order < 2 ? turn / length : turn % sequences).ToArray();
        if (order == AtRandom)
            new Random(1).Shuffle(turns);

        var ends = new int[sequences];
        foreach (var tokens in turns.Chunk(order < 2 ? length : sequences))
        {
            batch.Clear();
            foreach (var sequence in tokens)
                batch.Add(Token(ends[sequence]), ends[sequence]++, sequence, wantsLogits: false);
            Decode(context, batch);
        }
    }

    /// <summary>Sequences begin at different times, end when they have their length, and make room for others.</summary>
    private static void ComeAndGo(ContextHandle context, NativeBatch batch, int sequences, int length)
    {
        var random = new Random(1);
        var ends = new int[sequences];
        for (var sequence = 0; sequence < sequences; sequence++)
            ends[sequence] = Prompt(context, batch, sequence, random.Next(length / 4, length));
        for (var step = 0; step < 6 * length || ends.Any(end => end < length); step++)
        {
            batch.Clear();
            for (var sequence = 0; sequence < sequences; sequence++)
            {
                if (ends[sequence] < length)
                    batch.Add(Token(ends[sequence]), ends[sequence]++, sequence, wantsLogits: false);
            }

            if (batch.Count > 0)
                Decode(context, batch);
            for (var sequence = 0; sequence < sequences && step < 6 * length; sequence++)
            {
                if (ends[sequence] == length)
                    ends[sequence] = Prompt(context, batch, sequence, random.Next(length / 4, length));
            }
        }
    }

    private static void Sort(ContextHandle context, int tokens)
    {
        var started = Stopwatch.GetTimestamp();
        if (!context.TrySortCells())
            throw new InvalidOperationException("The cells could not be put in order.");
        Console.WriteLine($"Putting {tokens} tokens in order took {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
    }

    private static int Prompt(ContextHandle context, NativeBatch batch, int sequence, int count)
    {
        context.Forget(sequence, 0);
        batch.Clear();
        for (var at = 0; at < count; at++)
            batch.Add(Token(at), at, sequence, wantsLogits: false);
        Decode(context, batch);
        return count;
    }

    private static double Step(ContextHandle context, NativeBatch batch, int sequences, int length)
    {
        batch.Clear();
        for (var sequence = 0; sequence < sequences; sequence++)
        {
            context.Forget(sequence, length);
            batch.Add(Token(length), length, sequence, wantsLogits: true);
        }

        var started = Stopwatch.GetTimestamp();
        Decode(context, batch);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static void Decode(ContextHandle context, NativeBatch batch)
    {
        if (context.Decode(batch) is { } error)
            throw error;
    }

    private static int Token(int at) => 300 + (at * 7919 % 200);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
