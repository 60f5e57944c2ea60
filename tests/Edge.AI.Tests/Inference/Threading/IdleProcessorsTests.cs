using System.Globalization;
using Edge.AI.Inference.Threading;
using Edge.AI.Testing;
using Edge.AI.Tests.Platform;

namespace Edge.AI.Tests.Inference.Threading;

public sealed class IdleProcessorsTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly FakeRoot _root = new();
    private readonly TestClock _time = new();
    private readonly IdleProcessors _processors;
    private double _idle;

    public IdleProcessorsTests() => _processors = new(new(_root.Path), _time);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Every_tenth_of_a_second_the_idle_processors_are_counted()
    {
        Steps(1, idle: 0);

        Steps(10, idle: 3).Should().Equal(3, 3);
        Steps(5, idle: 0.5).Should().Equal(0.5);
    }

    [Fact]
    public void Processors_that_are_idle_while_nothing_is_computed_do_not_count()
    {
        Steps(1, idle: 0);
        Pass(TimeSpan.FromMilliseconds(200), idle: 4);

        Steps(3, idle: 0).Should().BeEmpty();
        Steps(5, idle: 1).Should().ContainSingle();
    }

    [Fact]
    public void Where_the_system_does_not_tell_nothing_is_counted()
    {
        for (var step = 0; step < 20; step++)
        {
            _time.Advance(Step);
            _processors.Observe(Step).Should().BeNull();
        }
    }

    private List<double> Steps(int count, double idle)
    {
        List<double> seen = [];
        for (var step = 0; step < count; step++)
        {
            Pass(Step, idle);
            if (_processors.Observe(Step) is { } processors)
                seen.Add(Math.Round(processors, 3));
        }

        return seen;
    }

    private void Pass(TimeSpan time, double idle)
    {
        _time.Advance(time);
        _idle += idle * time.TotalSeconds;
        _root.With("proc/uptime", string.Create(CultureInfo.InvariantCulture, $"1000.00 {_idle:F2}"));
    }
}
