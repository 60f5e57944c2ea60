using Edge.AI.Sources;

namespace Edge.AI.Staging;

/// <summary>
/// Limits the speed of all connections together with a token bucket. A connection that has read more than the balance waits until
/// the balance is positive again.
/// </summary>
/// <param name="limit">Returns the limit in bytes per second; null for no limit. It is called before every use.</param>
/// <param name="time">The clock.</param>
internal sealed class BandwidthBucket(Func<long?> limit, TimeProvider time)
{
    private const double BurstSeconds = 0.25;
    private const int SmallestPortion = 4 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1); // A changed limit takes effect within this time.

    private readonly Func<long?> _limit = () => limit() is { } rate ? Math.Max(rate, ProvisioningOptions.LowestMaxBytesPerSecond) : null;
    private readonly Lock _lock = new();
    private double _balance;
    private long _at = time.GetTimestamp();

    /// <summary>Returns how much to read at once. With a low limit, a whole buffer would cause a long wait.</summary>
    public int Portion(int wanted) => _limit() is { } rate ? (int)Math.Min(wanted, Math.Max(SmallestPortion, rate * BurstSeconds)) : wanted;

    public async ValueTask PayAsync(int bytes, StallWatchdog watchdog, CancellationToken cancellationToken)
    {
        for (var wait = Pay(bytes); wait > TimeSpan.Zero; wait = Pay(0))
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken).ConfigureAwait(false);
            watchdog.Calm(); // This side paused the transfer.
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

            // Timers count milliseconds, so less than one would not wait.
            return _balance < 0 ? TimeSpan.FromMilliseconds(Math.Ceiling(-_balance / rate * 1000)) : TimeSpan.Zero;
        }
    }
}
