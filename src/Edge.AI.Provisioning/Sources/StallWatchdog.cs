using Edge.AI.Catalog;

namespace Edge.AI.Sources;

/// <summary>Defines a stalled connection.</summary>
/// <param name="Timeout">The time without enough bytes.</param>
/// <param name="Floor">The minimum speed in bytes per second, on average over <paramref name="Timeout"/>.</param>
internal sealed record StallRule(TimeSpan Timeout, long Floor);

/// <summary>Cancels its token when a connection stalls. <see cref="HasStalled"/> distinguishes a stall from a cancellation by the caller.</summary>
internal sealed class StallWatchdog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StallRule _rule;
    private readonly TimeProvider _time;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stall = new();
    private readonly CancellationTokenSource _either;
    private readonly ITimer _timer;
    private long _lastArrival;
    private long _since; // when counting began
    private long _bytes; // bytes since then
    private bool _isSilent;
    private bool _ended;

    public StallWatchdog(StallRule rule, TimeProvider time, CancellationToken caller)
    {
        (_rule, _time, _caller) = (rule, time, caller);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_stall.Token, caller);
        _lastArrival = _since = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Look(), null, rule.Timeout, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _either.Token;

    public bool HasStalled => _stall.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>The address that the connection waits for, safe to show; null before the first request.</summary>
    public string? Asked { get; private set; }

    /// <summary>Tells that another address is requested. After a redirect, the time starts again.</summary>
    public void Asks(Uri address)
    {
        Asked = SafeAddress.Of(address);
        Calm();
    }

    /// <summary>Bytes arrived.</summary>
    public void Arrived(int count)
    {
        var now = _time.GetTimestamp();
        lock (_lock)
            (_lastArrival, _bytes) = (now, _bytes + count);
    }

    /// <summary>Starts the time again: the server answered, or this side paused the transfer.</summary>
    public void Calm()
    {
        var now = _time.GetTimestamp();
        lock (_lock)
            (_lastArrival, _since, _bytes) = (now, now, 0);
    }

    public ModelDownloadException Complaint(string origin, Exception cause) => new(
        EdgeErrorCodes.DownloadStalled,
        _isSilent ? $"{origin} sent nothing for {_rule.Timeout.TotalSeconds:0.#} s." : $"{origin} sent less than {_rule.Floor} bytes a second for {_rule.Timeout.TotalSeconds:0.#} s.",
        $"Check the network. If it is very slow, {(_isSilent ? "raise EdgeAI:StallTimeout" : "lower EdgeAI:MinBytesPerSecond")}.",
        isTransient: true,
        innerException: cause);

    public void Dispose()
    {
        lock (_lock)
            _ended = true;

        _timer.Dispose();
        _either.Dispose(); // The other source has nothing to dispose, and the timer may be about to use it.
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_ended)
                return;

            var now = _time.GetTimestamp();
            var (silence, counted) = (_time.GetElapsedTime(_lastArrival, now), _time.GetElapsedTime(_since, now));
            _isSilent = silence >= _rule.Timeout;
            if (!_isSilent && (counted < _rule.Timeout || _bytes >= _rule.Floor * counted.TotalSeconds))
            {
                if (counted >= _rule.Timeout)
                    (_since, _bytes, counted) = (now, 0, TimeSpan.Zero);

                _timer.Change(_rule.Timeout - (silence > counted ? silence : counted), Timeout.InfiniteTimeSpan);
                return;
            }
        }

        _stall.Cancel();
    }
}
