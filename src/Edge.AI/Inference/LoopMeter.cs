using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Edge.AI.Common;

namespace Edge.AI.Inference;

/// <summary>The instruments of the meter <c>Edge.AI</c> that describe the loops of loaded models. All but one are observed: they are read when a listener asks.</summary>
internal static class LoopMeter
{
    private static readonly ConcurrentDictionary<LoadedModel, bool> s_models = [];

    private static readonly Histogram<int> s_batch = Telemetry.Meter.CreateHistogram<int>(
        "edge_ai.batch.size", "{token}", "Tokens of all requests that were decoded in one step.", tags: null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384] });

    static LoopMeter()
    {
        Observe("edge_ai.queue.length", "{request}", "Requests that wait for a slot.", model => model.QueueLength);
        Observe("edge_ai.slots.usage", "{slot}", "Slots that serve a request.", model => model.BusySlots);
        Observe("edge_ai.slots.limit", "{slot}", "Slots of the loaded model: the most requests that generate at the same time.", model => model.Plan.Sequences);
        Observe("edge_ai.kv_cache.usage", "{cell}", "Cells of the key-value cache that hold a token. A cell that several slots share counts for each.", model => model.Cells);
        Observe("edge_ai.kv_cache.limit", "{cell}", "Cells of the key-value cache.", model => (long)model.Plan.Sequences * model.Plan.SequenceLength);
        Observe("edge_ai.model.memory", "By", "Estimated memory of loaded models: weights, key-value cache and buffers.", model => model.MemoryBytes);
    }

    /// <summary>Shows a model until the result is disposed.</summary>
    public static IDisposable Show(LoadedModel model)
    {
        s_models[model] = true;
        return new Shown(model);
    }

    public static void Decoded(int tokens, KeyValuePair<string, object?> modelTag) => s_batch.Record(tokens, modelTag);

    /// <summary>A model that is loaded several times, with different options, is one measurement: listeners keep only the last one of those with equal attributes.</summary>
    private static void Observe(string name, string unit, string description, Func<LoadedModel, long> read) => Telemetry.Meter.CreateObservableUpDownCounter(
        name,
        () => s_models.Keys.GroupBy(model => model.ModelId, (id, models) => new Measurement<long>(models.Sum(read), new KeyValuePair<string, object?>(Telemetry.Model, id)), StringComparer.Ordinal),
        unit,
        description);

    private sealed class Shown(LoadedModel model) : IDisposable
    {
        public void Dispose() => s_models.TryRemove(model, out _);
    }
}
