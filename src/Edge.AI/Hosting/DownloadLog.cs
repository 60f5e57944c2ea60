using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>Logs the progress of a download: when it starts, and every few seconds after that.</summary>
/// <param name="logger">The log.</param>
/// <param name="time">The clock.</param>
/// <param name="readiness">Learns every step of the progress.</param>
internal sealed class DownloadLog(ILogger logger, TimeProvider time, ModelReadiness readiness) : IProgress<ProvisioningProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _lastLine;

    public void Report(ProvisioningProgress value)
    {
        readiness.Report(value);
        if (value.State != ProvisioningState.Downloading || !IsDue())
            return;

        var percent = (int)(100 * value.Fraction);
        HostingLog.Downloading(logger, value.ModelId, percent, value.Bytes, value.TotalBytes, value.BytesPerSecond / 1_000_000);
    }

    private bool IsDue()
    {
        lock (_gate)
        {
            if (_lastLine is { } last && time.GetElapsedTime(last) < Interval)
                return false;

            _lastLine = time.GetTimestamp();
            return true;
        }
    }
}
