using System.Diagnostics;
using System.Diagnostics.Metrics;
using Edge.AI.Common;

namespace Edge.AI.Inference;

/// <summary>The instruments of the meter <c>Edge.AI</c> that describe requests of all kinds. Names, attributes and buckets are those of OpenTelemetry's conventions for generative AI, where they exist.</summary>
internal static class RequestMeter
{
    /// <summary>The name of the provider in the metadata and in telemetry.</summary>
    public const string Provider = "edge.ai";

    private static readonly Histogram<double> s_duration = Telemetry.CreateDuration(
        "gen_ai.server.request.duration", "Time of a request, without provisioning and loading the model.", 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);

    private static readonly Histogram<long> s_tokens = Telemetry.Meter.CreateHistogram<long>(
        "gen_ai.client.token.usage",
        "{token}",
        "Tokens of the prompt or the texts, and of the answer.",
        tags: null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] });

    private static readonly Histogram<double> s_queued = Telemetry.CreateDuration(
        "edge_ai.queue.wait", "Time that a request waited until it was begun.", 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    /// <summary>Whether a listener wants one of them.</summary>
    public static bool IsEnabled => s_duration.Enabled || s_tokens.Enabled || s_queued.Enabled;

    /// <summary>Returns the attributes of a request that has ended.</summary>
    /// <param name="operation">The name of the operation in OpenTelemetry's conventions.</param>
    /// <param name="modelId">The id of the model.</param>
    /// <param name="errorType">Why it failed; null if it did not.</param>
    public static TagList TagsOf(string operation, string modelId, string? errorType)
    {
        TagList tags = new() { { "gen_ai.operation.name", operation }, { "gen_ai.provider.name", Provider }, { "gen_ai.request.model", modelId } };
        if (errorType is not null)
            tags.Add(Telemetry.ErrorType, errorType);
        return tags;
    }

    /// <summary>Records the time of a request.</summary>
    /// <param name="started">When it began, as a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="tags">Its attributes.</param>
    public static void Ended(long started, in TagList tags) => s_duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);

    /// <summary>Records how long a request waited.</summary>
    public static void Waited(TimeSpan time, string modelId) => s_queued.Record(time.TotalSeconds, new KeyValuePair<string, object?>(Telemetry.Model, modelId));

    /// <summary>Records tokens of a request.</summary>
    /// <param name="type">Whether they are <c>input</c> or <c>output</c>.</param>
    /// <param name="count">Their number.</param>
    /// <param name="tags">The attributes of the request.</param>
    public static void Used(string type, long count, in TagList tags) => s_tokens.Record(count, [.. tags, new("gen_ai.token.type", type)]);
}
