using Edge.AI.Sources;

namespace Edge.AI.Staging;

/// <summary>
/// One token bucket for everything that is transferred. Who has read more than there was waits until the debt is paid,
/// so that the limit holds over all connections together.
/// </summary>
/// <param name="limit">Bytes per second, asked for anew all the time; null for no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class BandwidthBucket(Func<long?> limit, TimeProvider time)
{
    private const double BurstSeconds = 0.25;
    private const int SmallestPortion = 4 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1); // So soon a new limit holds.

    private readonly Func<long?> _limit = () => limit() is { } rate ? Math.Max(rate, ProvisioningOptions.LowestMaxBytesPerSecond) : null;
    private readonly Lock _lock = new();
    private double _balance;
    private long _at = time.GetTimestamp();

    /// <summary>How much to read at once: with a low limit a whole buffer would take long to pay for.</summary>
    public int Portion(int wanted) => _limit() is { } rate ? (int)Math.Min(wanted, Math.Max(SmallestPortion, rate * BurstSeconds)) : wanted;

    public async ValueTask PayAsync(int bytes, StallWatchdog watchdog, CancellationToken cancellationToken)
    {
        for (var wait = Pay(bytes); wait > TimeSpan.Zero; wait = Pay(0))
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken).ConfigureAwait(false);
            watchdog.Calm(); // It was us who kept silent.
        }
    }

    private TimeSpan Pay(int bytes)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var seconds = time.GetElapsedTime(_at, now).TotalSeconds;
            _at = now;
            if (_limit() is not { } rate)
            {
                _balance = 0;
                return TimeSpan.Zero;
            }

            _balance = Math.Min(_balance + (seconds * rate), rate * BurstSeconds) - bytes;

            // Timers count milliseconds, and less than one would be no wait at all.
            return _balance < 0 ? TimeSpan.FromMilliseconds(Math.Ceiling(-_balance / rate * 1000)) : TimeSpan.Zero;
        }
    }
}
