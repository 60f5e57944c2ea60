using System.Runtime.InteropServices;
using Edge.AI.Inference;
using Edge.AI.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Lets a key-value cache grow while Linux refuses memory to this process, and again when it does not.</summary>
internal static partial class RefusedMemory
{
    private const int Cells = 2048;
    private const int LeftForDotnet = 12 << 20; // bytes, fewer than the copy of the tokens' state needs
    private const int AddressSpace = 9; // RLIMIT_AS of sys/resource.h, which counts bytes

    public static void Grow(string path)
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(path, new(), NullLogger.Instance, default);
        using var context = ContextHandle.Create(model, NativeSettings.OfContext(new(Cells, 1), new(Threads: 1)), path, NullLogger.Instance);
        using var batch = new NativeBatch(context.BatchSize);
        for (var at = 0; at < Cells - context.BatchSize; at += batch.Count)
            Decode(context, batch, at, context.BatchSize);

        LimitAddressSpace(AddressSpaceInUse() + LeftForDotnet);
        var grownWithout = context.TryGrow(2 * Cells);
        LimitAddressSpace(ulong.MaxValue);
        Console.WriteLine($"without memory: {grownWithout}, {context.Cells} cells");

        Decode(context, batch, context.SequenceEnd(0), 1);
        var grown = context.TryGrow(2 * Cells);
        Console.WriteLine($"with memory: {grown}, {context.Cells} cells, {context.SequenceEnd(0)} tokens");
    }

    private static void Decode(ContextHandle context, NativeBatch batch, int first, int count)
    {
        batch.Clear();
        for (var at = first; at < first + count; at++)
            batch.Add(at % 100, at, 0, wantsLogits: false);
        if (context.Decode(batch) is { } error)
            throw error;
    }

    private static ulong AddressSpaceInUse()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmSize:", StringComparison.Ordinal));
        return ulong.Parse(line["VmSize:".Length..^" kB".Length], null) * 1024;
    }

    private static void LimitAddressSpace(ulong bytes)
    {
        if (SetLimit(AddressSpace, new() { Soft = bytes, Hard = ulong.MaxValue }) != 0)
            throw new InvalidOperationException($"The limit was not set: errno {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limits limits);

    /// <summary><c>struct rlimit</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private record struct Limits(ulong Soft, ulong Hard);
}
