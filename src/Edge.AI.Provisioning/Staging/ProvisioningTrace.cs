using System.Diagnostics;
using System.Diagnostics.Metrics;
using Edge.AI.Common;
using Edge.AI.Progress;

namespace Edge.AI.Staging;

/// <summary>The span and the duration of one run that brings a model onto the disk.</summary>
internal sealed class ProvisioningTrace(EdgeModel model) : IDisposable
{
    private static readonly Histogram<double> s_duration = Telemetry.CreateDuration(
        "edge_ai.provisioning.duration", "Time to bring a model onto the disk, by outcome: present, provisioned, cancelled, failed.", 0.01, 0.1, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200);

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Activity? _span = Telemetry.Source.StartActivity("edge_ai.provision")?.SetTag(Telemetry.Model, model.Id);

    /// <summary>The run has ended.</summary>
    /// <param name="progress">The progress of the run.</param>
    /// <param name="error">Why it failed; null if it did not.</param>
    public void End(ProgressTracker progress, Exception? error = null)
    {
        var outcome = error switch
        {
            null => progress.HasBegun ? "provisioned" : "present",
            OperationCanceledException => Telemetry.Cancelled,
            _ => "failed",
        };
        var tags = new TagList { { Telemetry.Model, model.Id }, { Telemetry.Outcome, outcome } };
        if (outcome == "failed")
            tags.Add(Telemetry.ErrorType, Telemetry.TypeOf(error!));

        s_duration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
        _span?.SetTag(Telemetry.Outcome, outcome).SetTag("edge_ai.provisioning.bytes", progress.Received);
        if (outcome == "failed")
            _span?.Fail(error!);
    }

    public void Dispose() => _span?.Dispose();
}
