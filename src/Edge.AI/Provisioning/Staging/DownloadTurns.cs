using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.Provisioning;

/// <summary>Lets so many files be transferred at once; the others wait in the order of arrival. Who is paused or waits for a retry holds no turn.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Without a wait handle the semaphore holds nothing to dispose.")]
internal sealed class DownloadTurns(int most)
{
    private readonly SemaphoreSlim _free = new(most);

    public async Task<IDisposable> TakeAsync(ProgressTracker progress, CancellationToken cancellationToken)
    {
        if (!_free.Wait(0, cancellationToken))
        {
            progress.Pending();
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return new Turn(_free);
    }

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
