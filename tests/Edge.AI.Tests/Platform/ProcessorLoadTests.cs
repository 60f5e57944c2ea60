using Edge.AI.Platform;

namespace Edge.AI.Tests.Platform;

public sealed class ProcessorLoadTests : IDisposable
{
    private readonly FakeRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(1, "0.00", 0)]
    [InlineData(4, "3.20", 3)]
    [InlineData(4, "9.50", 3)]
    [InlineData(9, "2.60", 3)]
    public void Others_compute_if_they_run_now_and_did_during_the_last_minute(int running, string average, int others)
    {
        Write(running, average);

        new ProcessorLoad(_root.Path).CountOtherThreads().Should().Be(others);
    }

    [Fact]
    public void A_short_burst_of_work_does_not_count()
    {
        Write(running: 9, "0.31");

        new ProcessorLoad(_root.Path).CountOtherThreads().Should().Be(0);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("procs_running many", "soon")]
    public void Where_the_system_does_not_tell_nobody_computes(string stat, string average)
    {
        _root.With("proc/stat", stat).With("proc/loadavg", average);

        new ProcessorLoad(_root.Path).CountOtherThreads().Should().Be(0);
        new ProcessorLoad(Path.Combine(_root.Path, "missing")).CountOtherThreads().Should().Be(0);
    }

    [Fact]
    public void Idle_time_is_that_of_all_processors_together()
    {
        _root.With("proc/uptime", "12428.56 4376.48\n");

        new ProcessorLoad(_root.Path).ReadIdleTime().Should().Be(TimeSpan.FromSeconds(4376.48));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12428.56")]
    [InlineData("12428.56 long")]
    public void Where_the_system_does_not_tell_idle_time_is_unknown(string uptime)
    {
        _root.With("proc/uptime", uptime);

        new ProcessorLoad(_root.Path).ReadIdleTime().Should().BeNull();
        new ProcessorLoad(Path.Combine(_root.Path, "missing")).ReadIdleTime().Should().BeNull();
    }

    private void Write(int running, string average) => _root
        .With("proc/stat", $"cpu  1 2 3\nprocs_running {running}\nprocs_blocked 0\n")
        .With("proc/loadavg", $"{average} 0.58 0.59 1/467 12345\n");
}
