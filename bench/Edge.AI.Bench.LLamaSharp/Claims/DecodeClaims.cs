using System.Diagnostics;
using System.Globalization;
using LLama;
using LLama.Common;
using LLama.Native;

namespace Edge.AI.Bench.LLamaSharp.Claims;

/// <summary>The cost of <see cref="SafeLLamaContextHandle.Decode(LLamaBatch)"/> beside llama.cpp's own.</summary>
internal static class DecodeClaims
{
    private const int BatchSize = 512;

    public static string Allocation(string model)
    {
        var parameters = Parameters(model);
        using var weights = LLamaWeights.LoadFromFile(parameters);
        using var context = weights.CreateContext(parameters);
        int[] sizes = [1, BatchSize, 4 * BatchSize];
        return string.Join(", ", sizes.Select(size => string.Create(CultureInfo.InvariantCulture, $"{Bytes(context.NativeHandle, size):#,0} bytes for a batch of {size}")));
    }

    /// <summary>One thread decodes 512 tokens; meanwhile another thread decodes one token with another model.</summary>
    public static async Task<string> LockAsync(string model)
    {
        var parameters = Parameters(model);
        using var weights = LLamaWeights.LoadFromFile(parameters);
        using var other = LLamaWeights.LoadFromFile(parameters);
        using var large = weights.CreateContext(parameters);
        using var small = other.CreateContext(parameters);
        Decode(small.NativeHandle, 1);
        var alone = Stopwatch.StartNew();
        Decode(small.NativeHandle, 1);
        alone.Stop();

        using var begun = new ManualResetEventSlim();
        var whole = Stopwatch.StartNew();
        var busy = Task.Run(() =>
        {
            begun.Set();
            Decode(large.NativeHandle, BatchSize);
            return whole.Elapsed;
        });
        begun.Wait();
        Thread.Sleep(20); // the other thread is inside Decode by then: it takes far longer
        var meanwhile = Stopwatch.StartNew();
        Decode(small.NativeHandle, 1);
        var ended = whole.Elapsed;
        var busyEnded = await busy;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"one token takes {alone.Elapsed.TotalMilliseconds:0.0} ms alone, and {meanwhile.Elapsed.TotalMilliseconds:0.0} ms while another model's context decodes {BatchSize} tokens: {(ended < busyEnded ? "they overlap" : "it waits until they are finished")}");
    }

    private static long Bytes(SafeLLamaContextHandle context, int size)
    {
        Decode(context, size);
        context.MemoryClear();
        var batch = Batch(size);
        var before = GC.GetAllocatedBytesForCurrentThread();
        context.Decode(batch);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Decode(SafeLLamaContextHandle context, int size)
    {
        context.MemoryClear();
        if (context.Decode(Batch(size)) != DecodeResult.Ok)
            throw new InvalidOperationException($"{size} tokens were not decoded.");
    }

    private static LLamaBatch Batch(int size)
    {
        var batch = new LLamaBatch();
        for (var position = 0; position < size; position++)
            batch.Add((LLamaToken)(100 + position % 100), position, LLamaSeqId.Zero, logits: position == size - 1);
        return batch;
    }

    private static ModelParams Parameters(string model) => new(model) { ContextSize = 4 * BatchSize, BatchSize = 4 * BatchSize, UBatchSize = BatchSize, Threads = 1, BatchThreads = 1, GpuLayerCount = 0 };
}
