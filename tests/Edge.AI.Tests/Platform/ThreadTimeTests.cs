using Edge.AI.Platform;

namespace Edge.AI.Tests.Platform;

public sealed class ThreadTimeTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Time_passes_for_the_thread_that_computes_and_not_for_one_that_waits()
    {
        var before = ThreadTime.OfThisThread();
        TimeSpan? computed = null;
        var other = new Thread(() => computed = Compute());

        other.Start();
        other.Join();

        computed.Should().BeGreaterThanOrEqualTo(Enough);
        (ThreadTime.OfThisThread() - before).Should().BeLessThan(Enough / 2);
    }

    private static TimeSpan? Compute()
    {
        var begin = ThreadTime.OfThisThread();
        while (ThreadTime.OfThisThread() - begin < Enough)
        {
        }

        return ThreadTime.OfThisThread() - begin;
    }
}
