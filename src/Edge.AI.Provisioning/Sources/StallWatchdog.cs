using Edge.AI.Catalog;

namespace Edge.AI.Sources;

/// <summary>What counts as a stalled connection.</summary>
/// <param name="Timeout">So long nothing arrives, or too little.</param>
/// <param name="Floor">Bytes per second, on average over <paramref name="Timeout"/>, that are too little.</param>
internal sealed record StallRule(TimeSpan Timeout, long Floor);

/// <summary>Ends the attempt of one connection when it stalls. Its token is cancelled then; <see cref="HasBitten"/> tells that from the caller's wish.</summary>
internal sealed class StallWatchdog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StallRule _rule;
    private readonly TimeProvider _time;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _bite = new();
    private readonly CancellationTokenSource _either;
    private readonly ITimer _timer;
    private long _lastArrival;
    private long _since; // when it began to count
    private long _bytes; // that arrived since then
    private bool _isSilent;
    private bool _ended;

    public StallWatchdog(StallRule rule, TimeProvider time, CancellationToken caller)
    {
        (_rule, _time, _caller) = (rule, time, caller);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_bite.Token, caller);
        _lastArrival = _since = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Look(), null, rule.Timeout, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _either.Token;

    public bool HasBitten => _bite.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Who is waited for, as an error may show it; null before anybody was asked.</summary>
    public string? Asked { get; private set; }

    /// <summary>Another address is asked: redirects lead from one to the next, and each has its own time.</summary>
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

    /// <summary>A new beginning: the other side answered, or it was us who kept silent.</summary>
    public void Calm()
    {
        var now = _time.GetTimestamp();
        lock (_lock)
            (_lastArrival, _since, _bytes) = (now, now, 0);
    }

    public ModelDownloadException Complaint(string origin, Exception cause) => new(
        EdgeErrorCodes.DownloadStalled,
        _isSilent ? $"{origin} sent nothing for {_rule.Timeout.TotalSeconds:0.#} s." : $"{origin} sent less than {_rule.Floor} bytes a second for {_rule.Timeout.TotalSeconds:0.#} s.",
        $"Look at the network; on a very slow one {(_isSilent ? "raise EdgeAI:StallTimeout" : "lower EdgeAI:MinBytesPerSecond")}.",
        isTransient: true,
        innerException: cause);

    public void Dispose()
    {
        lock (_lock)
            _ended = true;

        _timer.Dispose();
        _either.Dispose(); // The other source holds nothing to dispose, and its timer may be about to use it.
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

        _bite.Cancel();
    }
}
