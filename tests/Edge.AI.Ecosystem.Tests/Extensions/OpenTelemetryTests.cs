using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Edge.AI.Ecosystem.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Ecosystem.Tests.Extensions;

/// <summary>The spans and metrics of the middleware, from the metadata, options and usage of our client.</summary>
public sealed class OpenTelemetryTests : IDisposable
{
    private readonly string _source = $"tests.{Guid.NewGuid():N}";
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _measurements = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public OpenTelemetryTests()
    {
        _activities = new()
        {
            ShouldListenTo = source => source.Name == _source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == _source)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meters.Start();
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_is_one_span_with_provider_model_usage_and_finish_reason(bool isStreamed)
    {
        await using var services = TinyServices.With(client => client.UseOpenTelemetry(sourceName: _source));
        var cancellation = TestContext.Current.CancellationToken;
        var response = isStreamed
            ? await services.Chat().GetStreamingResponseAsync("What is 2 + 3?", cancellationToken: cancellation).ToChatResponseAsync(cancellation)
            : await services.Chat().GetResponseAsync("What is 2 + 3?", cancellationToken: cancellation);

        var span = _spans.Should().ContainSingle().Subject;
        span.DisplayName.Should().Be("chat edge-tiny");
        span.GetTagItem("gen_ai.provider.name").Should().Be("edge.ai");
        span.GetTagItem("gen_ai.request.model").Should().Be("edge-tiny");
        span.GetTagItem("gen_ai.response.model").Should().Be("edge-tiny");
        span.GetTagItem("gen_ai.response.id").Should().Be(response.ResponseId);
        span.GetTagItem("gen_ai.usage.input_tokens").Should().Be((int)response.Usage!.InputTokenCount!);
        span.GetTagItem("gen_ai.usage.output_tokens").Should().Be((int)response.Usage.OutputTokenCount!);
        span.GetTagItem("gen_ai.response.finish_reasons").Should().Be("""["stop"]""");

        var tokens = _measurements.Where(measurement => measurement.Name == "gen_ai.client.token.usage").ToDictionary(measurement => (string)measurement.Tags["gen_ai.token.type"]!, measurement => (long)measurement.Value);
        tokens.Should().BeEquivalentTo(new Dictionary<string, long> { ["input"] = response.Usage.InputTokenCount!.Value, ["output"] = response.Usage.OutputTokenCount!.Value });
        _measurements.Should().Contain(measurement => measurement.Name == "gen_ai.client.operation.duration" && Equals(measurement.Tags["gen_ai.provider.name"], "edge.ai"));
    }

    [Fact]
    public async Task A_failed_request_is_a_span_with_the_type_of_the_error()
    {
        await using var services = TinyServices.With(client => client.UseOpenTelemetry(sourceName: _source));

        var asking = () => services.Chat().GetResponseAsync("Hello", new() { ModelId = "phi-3" }, TestContext.Current.CancellationToken);
        await asking.Should().ThrowAsync<EdgeOptionException>();

        var span = _spans.Should().ContainSingle().Subject;
        (span.Status, span.GetTagItem("error.type")).Should().Be((ActivityStatusCode.Error, typeof(EdgeOptionException).FullName));
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value)));
}
