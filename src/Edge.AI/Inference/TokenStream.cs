using System.Threading.Tasks.Sources;

namespace Edge.AI.Inference;

/// <summary>
/// A queue of tokens from the loop's thread to one reader. Neither side allocates memory, and the reader's code never runs on the loop's thread.
/// </summary>
internal sealed class TokenStream : IValueTaskSource<bool>
{
    private readonly Lock _gate = new();
    private readonly Queue<int> _tokens = new();
    private ManualResetValueTaskSourceCore<bool> _waiter = new() { RunContinuationsAsynchronously = true };
    private Exception? _error;
    private bool _isWaiting;
    private bool _isComplete;

    /// <summary>The number of unread tokens.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _tokens.Count;
        }
    }

    public void Write(int token)
    {
        lock (_gate)
        {
            if (_isComplete)
                return;

            _tokens.Enqueue(token);
            Wake(hasTokens: true);
        }
    }

    /// <summary>Ends the stream after the tokens that were written. An error is thrown to the reader after them.</summary>
    public void Complete(Exception? error = null)
    {
        lock (_gate)
        {
            if (_isComplete)
                return;

            (_isComplete, _error) = (true, error);
            Wake(hasTokens: false);
        }
    }

    /// <summary>Wakes a waiting reader, even if there is no token.</summary>
    public void Nudge()
    {
        lock (_gate)
            Wake(hasTokens: true);
    }

    /// <summary>Takes the next token, if there is one, and returns how many are left.</summary>
    public bool TryRead(out int token, out int left)
    {
        lock (_gate)
        {
            var read = _tokens.TryDequeue(out token);
            left = _tokens.Count;
            return read;
        }
    }

    /// <summary>Waits for tokens. Returns false at the end of the stream. There is one reader at a time.</summary>
    public ValueTask<bool> WaitAsync()
    {
        lock (_gate)
        {
            if (_tokens.Count > 0)
                return new(true);
            if (_isComplete)
                return _error is null ? new(false) : ValueTask.FromException<bool>(_error);

            _waiter.Reset();
            _isWaiting = true;
            return new(this, _waiter.Version);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _waiter.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token, flags);

    private void Wake(bool hasTokens)
    {
        if (!_isWaiting)
            return;

        _isWaiting = false;
        if (_error is null)
            _waiter.SetResult(hasTokens);
        else
            _waiter.SetException(_error);
    }
}
