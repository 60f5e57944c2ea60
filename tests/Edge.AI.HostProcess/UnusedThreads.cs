using System.Globalization;
using Edge.AI.Native;
using Edge.AI.Native.Versions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Prints the processor time of all other threads while one thread computes, as a share of its own, after steps with two threads.</summary>
internal static class UnusedThreads
{
    public static void Measure(string path, int steps)
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(path, new(), NullLogger.Instance, default);
        using var context = ContextHandle.Create(model, new ContextSettings { ContextSize = 32, MaxSequences = 1, BatchSize = 32, Threads = 2, BatchThreads = 2 }, path, NullLogger.Instance);
        using var batch = new NativeBatch(1);
        Decode(steps: 20);
        context.SetThreads(1, 1);
        Decode(steps: 20);

        var (own, all) = (OwnTime(), Environment.CpuUsage.TotalTime);
        Decode(steps);
        (own, all) = (OwnTime() - own, Environment.CpuUsage.TotalTime - all);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(all - own) / own:F3}"));

        void Decode(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                context.Forget(0, 0);
                batch.Clear();
                batch.Add(7, 0, 0, wantsLogits: true);
                if (context.Decode(batch) is { } error)
                    throw error;
            }
        }
    }

    /// <summary>The processor time of this thread (proc_pid_schedstat(5)).</summary>
    private static TimeSpan OwnTime() => TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0);
}
