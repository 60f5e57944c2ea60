using System.Globalization;
using System.Diagnostics.Metrics;
using Edge.AI.Inference.Threading;
using Edge.AI.Testing;
using Edge.AI.Tests.Platform;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Tests.Inference.Threading;

public sealed class StepThreadsTests : IDisposable
{
    private const int Cores = 4;

    private readonly SteppedLoop _loop = new(sequences: 2);
    private readonly RecordingLogger _log = new();
    private readonly FakeRoot _root = new();
    private readonly TestClock _time = new();
    private TimeSpan _idle;

    public void Dispose()
    {
        _loop.Dispose();
        _root.Dispose();
    }

    [Fact]
    public void When_steps_become_slow_llama_cpp_gets_fewer_threads()
    {
        var threads = Threads();
        Run(threads, steps: 100, milliseconds: 10);
        _loop.Context.Threads.Should().Be(Cores);

        Run(threads, steps: 10, milliseconds: 500, withFewer: 50);

        _loop.Context.Threads.Should().BeLessThan(Cores);
    }

    [Fact]
    public void When_the_other_processors_have_nothing_to_do_they_are_used_at_once()
    {
        var threads = Threads();
        Run(threads, steps: 100, milliseconds: 10);
        Run(threads, steps: 30, milliseconds: 500, withFewer: 30);
        _loop.Context.Threads.Should().BeLessThan(Cores);

        Run(threads, steps: 80, milliseconds: 10, withFewer: 30, idleProcessors: 3);

        _loop.Context.Threads.Should().Be(Cores);
    }

    [Fact]
    public void A_change_is_measured_and_logged()
    {
        List<(int Threads, object? Phase)> measured = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "edge_ai.inference.threads")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => measured.Add((value, tags[0].Value)));
        listener.Start();
        var threads = Threads();

        Run(threads, steps: 100, milliseconds: 10);
        Run(threads, steps: 20, milliseconds: 500, withFewer: 50);

        measured.Should().Contain(each => each.Threads < Cores && (string?)each.Phase == "generation");
        _log.Lines.Should().Contain(line => line.Level == LogLevel.Debug && line.Text.StartsWith("Generation uses"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void A_fixed_number_never_changes(int? batchThreads)
    {
        var threads = Threads(isFixed: true, batchThreads);
        _loop.Context.SetThreads(7, 7);

        Run(threads, steps: 20, milliseconds: 10);
        Run(threads, steps: 20, milliseconds: 500);
        threads.Begin(tokens: 100, promptTokens: 100);

        _loop.Context.Threads.Should().Be(7);
    }

    [Fact]
    public void Prefill_settles_by_itself()
    {
        var threads = Threads();
        Run(threads, steps: 100, milliseconds: 10);
        Run(threads, steps: 20, milliseconds: 500, withFewer: 50);

        threads.Begin(tokens: 100, promptTokens: 100);

        _loop.Context.Threads.Should().Be(Cores);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Prompts_try_fewer_threads_while_generation_has_fewer(bool hasRisenAgain)
    {
        var threads = Threads();
        Run(threads, steps: 100, milliseconds: 10);
        Run(threads, steps: 30, milliseconds: 500, withFewer: 30);
        if (hasRisenAgain)
            Run(threads, steps: 80, milliseconds: 10, withFewer: 30, idleProcessors: 3);

        List<int> used = [];
        for (var prompt = 0; prompt < 4; prompt++)
        {
            threads.Begin(tokens: 10, promptTokens: 10);
            used.Add(_loop.Context.BatchThreads);
            threads.End(10, TimeSpan.FromMilliseconds(50));
        }

        used.Min().Should().Be(hasRisenAgain ? Cores : Cores - 1);
    }

    [Fact]
    public void A_long_prompt_that_gets_no_processor_time_is_followed_by_prompts_with_fewer_threads()
    {
        var threads = Threads();

        foreach (var tokens in (int[])[40, 70, 150, 300])
        {
            threads.Begin(tokens, promptTokens: tokens);
            threads.End(tokens, TimeSpan.FromMilliseconds(10 * tokens));
        }

        _loop.Context.Threads.Should().BeLessThan(Cores);
    }

    [Fact]
    public void Only_the_number_for_single_tokens_changes_if_the_other_one_is_set()
    {
        var threads = Threads(batchThreads: 3);

        Run(threads, steps: 100, milliseconds: 10);
        Run(threads, steps: 20, milliseconds: 500, withFewer: 50);

        _loop.Context.Threads.Should().BeLessThan(Cores);
        _loop.Context.BatchThreads.Should().Be(3);
    }

    private StepThreads Threads(bool isFixed = false, int? batchThreads = null) => new(_loop.Context, isFixed, batchThreads, Cores, new(_root.Path), _time, _log);

    private void Run(StepThreads threads, int steps, int milliseconds, int? withFewer = null, int idleProcessors = 0)
    {
        for (var step = 0; step < steps; step++)
        {
            threads.Begin(tokens: 1, promptTokens: 0);
            var elapsed = TimeSpan.FromMilliseconds(_loop.Context.Threads < Cores ? withFewer ?? milliseconds : milliseconds);
            _time.Advance(elapsed);
            _idle += idleProcessors * elapsed;
            _root.With("proc/uptime", string.Create(CultureInfo.InvariantCulture, $"1000.00 {_idle.TotalSeconds:F2}"));
            threads.End(1, elapsed);
        }
    }
}
