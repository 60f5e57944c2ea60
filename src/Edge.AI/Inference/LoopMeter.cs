using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Edge.AI.Common;

namespace Edge.AI.Inference;

/// <summary>The instruments of the meter <c>Edge.AI</c> that describe the loops of loaded models. All but one are observed: they are read when a listener asks.</summary>
internal static class LoopMeter
{
    private static readonly ConcurrentDictionary<ResidentModel, bool> s_models = [];

    private static readonly Histogram<int> s_batch = Telemetry.Meter.CreateHistogram<int>(
        "edge_ai.batch.size", "{token}", "Tokens of all requests that were decoded in one step.", tags: null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384] });

    static LoopMeter()
    {
        Observe("edge_ai.queue.length", "{request}", "Requests that wait until they are begun.", model => model.Load.Queued);
        ObserveSlots("edge_ai.slots.usage", "{slot}", "Slots that serve a request.", model => model.Load.BusySlots);
        ObserveSlots("edge_ai.slots.limit", "{slot}", "Slots of the loaded model: the most requests that generate at the same time.", model => model.Load.Slots);
        ObserveSlots("edge_ai.kv_cache.usage", "{cell}", "Cells of the key-value cache that hold a token. A cell that several slots share counts for each.", model => model.Load.Cells);
        ObserveSlots("edge_ai.kv_cache.limit", "{cell}", "Cells that the key-value cache may have; it begins with 2,048 and grows.", model => (long)model.Load.Slots * model.ContextLength);
        Observe("edge_ai.model.memory", "By", "Estimated memory of loaded models: weights, key-value cache and buffers.", model => model.MemoryBytes);
    }

    /// <summary>Shows a model until the result is disposed.</summary>
    public static IDisposable Show(ResidentModel model)
    {
        s_models[model] = true;
        return new Shown(model);
    }

    public static void Decoded(int tokens, KeyValuePair<string, object?> modelTag) => s_batch.Record(tokens, modelTag);

    /// <summary>A model that is loaded several times, with different options, is one measurement: listeners keep only the last one of those with equal attributes.</summary>
    private static void Observe(string name, string unit, string description, Func<ResidentModel, long> read, Func<ResidentModel, bool>? applies = null) => Telemetry.Meter.CreateObservableUpDownCounter(
        name,
        () => s_models.Keys.Where(applies ?? (_ => true)).GroupBy(model => model.ModelId, (id, models) => new Measurement<long>(models.Sum(read), new KeyValuePair<string, object?>(Telemetry.Model, id)), StringComparer.Ordinal),
        unit,
        description);

    /// <summary>Models that embed have no slots.</summary>
    private static void ObserveSlots(string name, string unit, string description, Func<ResidentModel, long> read) => Observe(name, unit, description, read, model => model.Load.Slots > 0);

    private sealed class Shown(ResidentModel model) : IDisposable
    {
        public void Dispose() => s_models.TryRemove(model, out _);
    }
}
