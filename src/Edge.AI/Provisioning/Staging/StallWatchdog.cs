namespace Edge.AI.Provisioning;

/// <summary>Ends an attempt when nothing arrives for too long. Its token is cancelled then; <see cref="HasBitten"/> tells that from the caller's wish.</summary>
internal sealed class StallWatchdog : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public StallWatchdog(TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        _timeout = timeout;
        _caller = caller;
        _timer = new(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    public bool HasBitten => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Something arrived.</summary>
    public void Calm() => _timer.CancelAfter(_timeout);

    public ModelDownloadException Complaint(string origin, Exception cause) => new(
        EdgeErrorCodes.DownloadStalled,
        $"{origin} sent nothing for {_timeout.TotalSeconds:0.#} s.",
        "Look at the network; on a very slow one raise EdgeAI:StallTimeout. The bytes on disk stay, and the next attempt goes on from there.",
        isTransient: true,
        innerException: cause);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
