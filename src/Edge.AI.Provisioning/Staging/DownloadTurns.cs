namespace Edge.AI.Staging;

/// <summary>
/// Limits how many files are transferred at once. The next file is the one with the highest priority, and among equals the one that came first.
/// A transfer that is paused or waits for a retry has no turn.
/// </summary>
internal sealed class DownloadTurns(int most)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiting = []; // in the order of arrival
    private int _free = most;

    public async Task<IDisposable> TakeAsync(ProvisioningRun run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Queue(run.Control) is not { } waiter)
            return new Turn(this);

        run.Progress.Pending();
        using (cancellationToken.UnsafeRegister(_ => Leave(waiter, cancellationToken), null))
            await waiter.Called.Task.ConfigureAwait(false);

        return new Turn(this);
    }

    /// <returns>Null if a turn is free.</returns>
    private Waiter? Queue(DownloadControl control)
    {
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return null;
            }

            var waiter = new Waiter(control, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiting.Add(waiter);
            return waiter;
        }
    }

    private void Leave(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(waiter))
                return; // It has been called already.
        }

        waiter.Called.SetCanceled(cancellationToken);
    }

    private void GiveBack()
    {
        Waiter? next;
        lock (_lock)
        {
            next = _waiting.MaxBy(waiter => waiter.Control.Priority); // The first of equals.
            if (next is null)
                _free++;
            else
                _waiting.Remove(next);
        }

        next?.Called.SetResult();
    }

    private sealed record Waiter(DownloadControl Control, TaskCompletionSource Called);

    private sealed class Turn(DownloadTurns turns) : IDisposable
    {
        private int _givenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _givenBack, 1) == 0)
                turns.GiveBack();
        }
    }
}
