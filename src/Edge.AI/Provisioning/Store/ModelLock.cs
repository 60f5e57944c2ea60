using Microsoft.Extensions.Logging;

namespace Edge.AI.Provisioning;

/// <summary>Lets one process at a time work on a model.</summary>
internal sealed class ModelLock(StoreLayout layout, TimeProvider time, ILogger logger, TryLock tryLock)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until no other process works on the model; what is returned ends the ownership.</summary>
    public async Task<ModelOwnership> AcquireAsync(ModelPlace place, ProgressTracker progress, CancellationToken cancellationToken)
    {
        if (TryAcquire(place.Model.Id) is { } free)
            return free;

        ProvisioningLog.WaitingForAnotherProcess(logger, place.Model.Id);
        while (true)
        {
            progress.Waiting(DiskStatus.Of(place).Files);
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
            if (TryAcquire(place.Model.Id) is { } freed)
                return freed;
        }
    }

    public ModelOwnership? TryAcquire(string modelId)
    {
        var path = layout.LockOf(modelId);
        return tryLock(path, shared: false) is { } held ? new(held, isAlone: IsRefused(path)) : null;
    }

    // A lock that can be had twice is none. Some network and user-space file systems accept every lock.
    private bool IsRefused(string path)
    {
        using var second = tryLock(path, shared: false);
        return second is null;
    }
}

/// <summary>The right to work on a model.</summary>
internal sealed class ModelOwnership(IDisposable held, bool isAlone) : IDisposable
{
    /// <summary>Whether the file system really keeps others away. Where it does not, nothing may be written to a file that others may write to.</summary>
    public bool IsAlone => isAlone;

    public void Dispose() => held.Dispose();
}
