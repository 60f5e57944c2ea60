using System.Globalization;
using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Native.Versions;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Native;

public sealed class ComputePoolsTests
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
        {
            using var context = Context(model);
            Decode(context);
        }

        (Threads() - before).Should().BeLessThan(Contexts / 2, "other tests run meanwhile, and start a few threads");
    }

    [Fact]
    public void Numbers_of_threads_that_are_no_longer_used_have_no_threads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc lists the threads");
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(TinyModel.Path, new(), NullLogger.Instance, default);
        using var context = Context(model);
        var before = Threads();

        for (var threads = 3; threads <= 20; threads++)
        {
            context.SetThreads(threads, 2);
            Decode(context, tokens: 2); // with two threads; more than there are cores would take seconds
        }

        (Threads() - before).Should().BeLessThan(120, "the threads of four pools remain, about 60, and those of all would be 190");
    }

    [Fact]
    public async Task Threads_that_a_step_does_not_need_sleep()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc tells the processor time of a thread");

        var (exitCode, output, errors) = await ChildProcess.RunAsync("unused-threads", TinyModel.Path, "1000");

        exitCode.Should().Be(0, errors);
        double.Parse(output, CultureInfo.InvariantCulture).Should().BeLessThan(0.25, "a thread that looks for work takes half as long as the one that computes, or more");
    }

    [Fact]
    public void Any_change_of_the_numbers_of_threads_gives_the_same_logits()
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(TinyModel.Path, new(), NullLogger.Instance, default);
        using var context = Context(model);
        var (expected, expectedOfFive) = (Decode(context), Decode(context, tokens: 5));

        foreach (var (threads, batchThreads) in ((int, int)[])[(1, 1), (2, 1), (1, 2), (2, 2), (3, 2), (1, 1), (2, 2)])
        {
            context.SetThreads(threads, batchThreads);
            Decode(context).Should().Be(expected);
            Decode(context, tokens: 5).Should().Be(expectedOfFive);
        }
    }

    private static ContextHandle Context(ModelHandle model) =>
        ContextHandle.Create(model, new ContextSettings { ContextSize = 32, MaxSequences = 1, BatchSize = 32, Threads = 2, BatchThreads = 2 }, "test", NullLogger.Instance);

    /// <summary>Decodes some tokens, and returns a logit of the last one.</summary>
    private static float Decode(ContextHandle context, int tokens = 1)
    {
        using var batch = new NativeBatch(tokens);
        context.Forget(0, 0);
        for (var position = 0; position < tokens; position++)
            batch.Add(7, position, 0, wantsLogits: true);
        context.Decode(batch).Should().BeNull();
        return new TokenCandidates(8).Logits(context, tokens - 1)[3];
    }

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;
}
