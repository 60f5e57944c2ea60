using Edge.AI.Native;
using Edge.AI.Native.Versions;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Native;

public sealed class ComputePoolTests
{
    [Fact]
    public void The_threads_of_a_context_end_with_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc lists the threads");
        const int Contexts = 150;
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(TinyModel.Path, new(), NullLogger.Instance, default);
        var before = Threads();

        for (var number = 0; number < Contexts; number++)
            ContextHandle.Create(model, new ContextSettings { ContextSize = 32, MaxSequences = 1, BatchSize = 32, Threads = 2, BatchThreads = 2 }, "test", NullLogger.Instance).Dispose();

        (Threads() - before).Should().BeLessThan(Contexts / 2, "other tests run meanwhile, and start a few threads");
    }

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;
}
