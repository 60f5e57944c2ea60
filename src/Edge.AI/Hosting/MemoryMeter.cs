using System.Diagnostics.Metrics;
using Edge.AI.Common;
using Edge.AI.Platform;

namespace Edge.AI.Hosting;

/// <summary>The instruments of the meter <c>Edge.AI</c> that describe memory.</summary>
internal static class MemoryMeter
{
    private static readonly Gauge<long> s_used = Telemetry.Meter.CreateGauge<long>("edge_ai.memory.usage", "By", "Memory in use by all processes of the container or the machine, at the last check.");

    private static readonly Gauge<long> s_limit = Telemetry.Meter.CreateGauge<long>("edge_ai.memory.limit", "By", "Memory of the container or the machine, at the last check.");

    private static readonly Counter<long> s_pressure = Telemetry.Meter.CreateCounter<long>("edge_ai.memory.pressure", "{event}", "How often memory became low.");

    private static readonly Counter<long> s_evictions = Telemetry.Meter.CreateCounter<long>("edge_ai.model.evictions", "{eviction}", "How often a model was unloaded to make room for another one.");

    /// <summary>Counts that a model was unloaded to make room.</summary>
    public static void Evicted(string modelId) => s_evictions.Add(1, new KeyValuePair<string, object?>("edge_ai.model", modelId));

    public static void Checked(MachineMemory memory)
    {
        s_used.Record(memory.Used);
        s_limit.Record(memory.Limit);
    }

    public static void BecameLow() => s_pressure.Add(1);
}
