using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.Staging;

/// <summary>Stops the transfers of a model while it is paused. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Without a timer or a wait handle the sources hold nothing to dispose, and their tokens stay in use after the gate opens.")]
internal sealed class PauseGate
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _closing = new();
    private TaskCompletionSource? _opening;

    /// <summary>Cancelled when the gate closes.</summary>
    public CancellationToken Closing
    {
        get
        {
            lock (_lock)
                return _closing.Token;
        }
    }

    /// <summary>Completes when the gate is open.</summary>
    public Task Opened
    {
        get
        {
            lock (_lock)
                return _opening?.Task ?? Task.CompletedTask;
        }
    }

    public void Close()
    {
        CancellationTokenSource closing;
        lock (_lock)
        {
            if (_opening is not null)
                return;

            _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
            closing = _closing;
        }

        _ = closing.CancelAsync(); // Connections are closed on another thread. The callbacks are .NET's and ours, and none throws.
    }

    public void Open()
    {
        lock (_lock)
        {
            if (_opening is null)
                return;

            _opening.SetResult();
            _opening = null;
            _closing = new();
        }
    }
}
