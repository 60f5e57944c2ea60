using System.Diagnostics.Metrics;
using Edge.AI.Common;

namespace Edge.AI.Staging;

/// <summary>The instruments of the meter <c>Edge.AI</c> that describe downloads.</summary>
internal static class DownloadMeter
{
    private static readonly Counter<long> s_bytes = Telemetry.Meter.CreateCounter<long>("edge_ai.download.bytes", "By", "Bytes that arrived over the network, also those that were downloaded twice.");

    private static readonly Counter<long> s_retries = Telemetry.Meter.CreateCounter<long>("edge_ai.download.retries", "{retry}", "Retries of downloads, by the error before them.");

    public static void Arrived(EdgeModel model, int bytes) => s_bytes.Add(bytes, new KeyValuePair<string, object?>(Telemetry.Model, model.Id));

    public static void Retried(EdgeModel model, Exception error) =>
        s_retries.Add(1, new(Telemetry.Model, model.Id), new(Telemetry.ErrorType, Telemetry.TypeOf(error)));
}
