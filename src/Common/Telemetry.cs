using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Edge.AI.Common;

/// <summary>The source of spans and the meter, both named <c>Edge.AI</c>. Each assembly has its own; listeners find them by name.</summary>
internal static class Telemetry
{
    public const string Name = "Edge.AI";

    /// <summary>The attribute with the id of the model.</summary>
    public const string Model = "edge_ai.model";

    /// <summary>The attribute that says how something ended.</summary>
    public const string Outcome = "edge_ai.outcome";

    /// <summary>The attribute with the code of an error.</summary>
    public const string ErrorType = "error.type";

    /// <summary>The error type of work that its caller cancelled.</summary>
    public const string Cancelled = "cancelled";

    private static readonly string? s_version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);

    public static ActivitySource Source { get; } = new(Name, s_version);

    public static Meter Meter { get; } = new(Name, s_version);

    /// <summary>Returns the code of our own errors, "cancelled", or the type of another error.</summary>
    public static string TypeOf(Exception error) => error switch
    {
        EdgeAIException known => known.Code,
        OperationCanceledException => Cancelled,
        _ => error.GetType().FullName!,
    };

    /// <summary>Marks a span as failed. Cancellation is an outcome, not an error, so it does not change the status.</summary>
    public static void Fail(this Activity span, Exception error)
    {
        span.SetTag(ErrorType, TypeOf(error));
        if (error is not OperationCanceledException)
            span.SetStatus(ActivityStatusCode.Error, (error as EdgeAIException)?.Message);
    }

    /// <summary>Creates a histogram of durations in seconds, with the buckets that OpenTelemetry's conventions name for it.</summary>
    public static Histogram<double> CreateDuration(string name, string description, params double[] buckets) =>
        Meter.CreateHistogram<double>(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
