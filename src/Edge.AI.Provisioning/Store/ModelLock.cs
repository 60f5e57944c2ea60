using Edge.AI.Disk;
using Edge.AI.Progress;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Store;

/// <summary>Lets one process at a time work on a model.</summary>
internal sealed class ModelLock(StoreLayout layout, TimeProvider time, ILogger logger, TryLock tryLock)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A download can take days, but its bytes on disk change. Without a change, a warning is logged after the first time, and the wait ends with an error after the second.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5), Dead = TimeSpan.FromMinutes(30);

    /// <summary>Waits until no other process works on the model. Disposing the result ends the ownership.</summary>
    /// <exception cref="ModelStorageException">The lock is a link, or another process has held it for 30 minutes in which nothing changed on disk.</exception>
    public async Task<ModelOwnership> AcquireAsync(ModelPlace place, ProgressTracker progress, CancellationToken cancellationToken)
    {
        if (TryAcquire(place.Model.Id) is { } free)
            return free;

        StoreLog.WaitingForAnotherProcess(logger, place.Model.Id);
        var (bytes, changed, warned) = (-1L, time.GetTimestamp(), false);
        while (true)
        {
            var files = DiskStatus.Of(place).Files;
            progress.Waiting(files);
            if (files.Sum(file => file.BytesOnDisk) is var now && now != bytes)
                (bytes, changed, warned) = (now, time.GetTimestamp(), false);

            warned = EndIfDead(place, time.GetElapsedTime(changed), warned);
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
            if (TryAcquire(place.Model.Id) is { } freed)
                return freed;
        }
    }

    /// <exception cref="ModelStorageException">The lock is a link.</exception>
    public ModelOwnership? TryAcquire(string modelId)
    {
        var path = layout.LockOf(modelId);
        try
        {
            return tryLock(path, shared: false) is { } held ? new(held, isAlone: IsRefused(path)) : null;
        }
        catch (LinkedLockException link)
        {
            throw new ModelStorageException(link.Path, "is a link, a file with several names, or not a regular file, so it cannot be used as a lock.", "Delete it, and check which other users or programs can write to that folder.", link);
        }
    }

    // A lock that can be taken twice does not exclude anyone. Some network and user-space file systems accept every lock.
    private bool IsRefused(string path)
    {
        using var second = tryLock(path, shared: false);
        return second is null;
    }

    private bool EndIfDead(ModelPlace place, TimeSpan unchanged, bool warned)
    {
        var path = layout.LockOf(place.Model.Id);
        if (unchanged >= Dead)
        {
            throw new ModelStorageException(
                path,
                $"another process has held the lock for {Dead.TotalMinutes} minutes, and nothing of '{place.Model.Id}' has changed on disk during that time.",
                "Find the process that has the file open (lsof, fuser or Resource Monitor) and end it or resume its download.");
        }

        if (unchanged < Quiet || warned)
            return warned;

        StoreLog.StillWaiting(logger, place.Model.Id, path, Quiet.TotalMinutes);
        return true;
    }
}

/// <summary>The exclusive right to work on a model.</summary>
internal sealed class ModelOwnership(IDisposable held, bool isAlone) : IDisposable
{
    /// <summary>Whether the file system really excludes other processes. If not, this process must not write to a file that another process may write to.</summary>
    public bool IsAlone => isAlone;

    public void Dispose() => held.Dispose();
}
