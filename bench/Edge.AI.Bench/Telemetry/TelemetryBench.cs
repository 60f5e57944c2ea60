using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Edge.AI.Chat;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI.Bench.Telemetry;

/// <summary>
/// What telemetry costs. Without a listener the cost is far below the noise of an answer, so the calls themselves are measured and compared with the time of a token of edge-tiny, the
/// fastest model there is. Then answers with and without a listener take turns.
/// </summary>
internal static class TelemetryBench
{
    public const string Name = "telemetry";

    private const int Calls = 20_000_000;

    /// <summary>The cost of a request is divided among as few tokens as an answer of a sentence has.</summary>
    private const int TokensOfShortAnswer = 10;

    public static Command Command()
    {
        var rounds = new Option<int>("--rounds") { Description = "How many answers with and without a listener. Default: 21.", DefaultValueFactory = _ => 21 };
        var command = new Command(Name, "Measures the cost of spans and metrics.") { rounds };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(rounds), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var client = EdgeChatClient.Create(EdgeModels.EdgeTiny, new() { Threads = 1, MaxConcurrency = 1, ContextSize = 1024 });
        var step = NanosecondsOf(() => LoopMeter.Decoded(1, new("edge_ai.model", "edge-tiny")));
        var clock = NanosecondsOf(() => Stopwatch.GetTimestamp());
        var start = NanosecondsOf(() => GenerationTrace.Start("edge-tiny"));
        await MeasureAsync(client, cancellationToken).ConfigureAwait(false);
        List<double> without = [], with = [];
        for (var round = 0; round < rounds; round++)
        {
            without.Add(await MeasureAsync(client, cancellationToken).ConfigureAwait(false));
            using (Listen())
                with.Add(await MeasureAsync(client, cancellationToken).ConfigureAwait(false));
        }

        var (token, listened) = (Median(without), Median(with));
        var cost = step + (((4 * clock) + start) / TokensOfShortAnswer);
        Console.WriteLine(FormattableString.Invariant($"time per token, edge-tiny, 1 thread, median of {rounds}: {token / 1000:0.0} us without a listener, {listened / 1000:0.0} us with listeners of all spans and metrics ({(listened / token) - 1:+0.0 %;-0.0 %})"));
        Console.WriteLine(FormattableString.Invariant($"without a listener: {step:0.0} ns for each step, {clock:0.0} ns for each of 4 reads of the clock, {start:0.0} ns for the start of a request; {cost:0.0} ns for each token = {cost / token:0.0000 %}"));
        return 0;
    }

    /// <summary>The time per token of one answer, in nanoseconds.</summary>
    private static async Task<double> MeasureAsync(EdgeChatClient client, CancellationToken cancellationToken)
    {
        var (started, tokens) = (0L, 0);
        await foreach (var update in client.GetStreamingResponseAsync("Count from 1 to 100.", new() { Temperature = 0 }, cancellationToken).ConfigureAwait(false))
        {
            if (started == 0)
                started = Stopwatch.GetTimestamp();
            tokens = (int?)update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details.OutputTokenCount ?? tokens;
        }

        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / (tokens - 1);
    }

    private static double NanosecondsOf(Action call)
    {
        for (var i = 0; i < Calls / 10; i++)
            call();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++)
            call();
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / Calls;
    }

    private static Listeners Listen() => new();

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class Listeners : IDisposable
    {
        private readonly MeterListener _meters = new() { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == "Edge.AI") listener.EnableMeasurementEvents(instrument); } };
        private readonly ActivityListener _spans = new() { ShouldListenTo = source => source.Name == "Edge.AI", Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        private long _sum;

        public Listeners()
        {
            _meters.SetMeasurementEventCallback<int>((_, value, _, _) => Interlocked.Add(ref _sum, value));
            _meters.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _sum, value));
            _meters.SetMeasurementEventCallback<double>((_, value, _, _) => Interlocked.Increment(ref _sum));
            _meters.Start();
            ActivitySource.AddActivityListener(_spans);
        }

        public void Dispose()
        {
            _meters.Dispose();
            _spans.Dispose();
        }
    }
}
