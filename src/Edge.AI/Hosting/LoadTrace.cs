using System.Diagnostics;
using System.Diagnostics.Metrics;
using Edge.AI.Common;
using Edge.AI.Inference;

namespace Edge.AI.Hosting;

/// <summary>The span and the duration of loading a model.</summary>
internal static class LoadTrace
{
    private static readonly Histogram<double> s_duration = Telemetry.CreateDuration(
        "edge_ai.load.duration", "Time to load a model from the disk into memory.", 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80);

    public static async Task<ResidentModel> FollowAsync(EdgeModel model, Func<Task<ResidentModel>> load)
    {
        using var span = Telemetry.Source.StartActivity("edge_ai.load")?.SetTag(Telemetry.Model, model.Id);
        var started = Stopwatch.GetTimestamp();
        TagList tags = new() { { Telemetry.Model, model.Id } };
        try
        {
            var loaded = await load().ConfigureAwait(false);
            span?.SetTag("edge_ai.context.length", loaded.ContextLength).SetTag("edge_ai.model.memory", loaded.MemoryBytes);
            if (loaded.Load.Slots > 0)
                span?.SetTag("edge_ai.slots.limit", loaded.Load.Slots);
            return loaded;
        }
        catch (Exception error)
        {
            tags.Add(Telemetry.ErrorType, Telemetry.TypeOf(error));
            span?.Fail(error);
            throw;
        }
        finally
        {
            s_duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        }
    }
}
