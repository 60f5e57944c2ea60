using Edge.AI.Disk;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Store;

/// <summary>
/// A process that has a model open holds a lease. Any number of processes can hold one, and a process that deletes the model excludes them all.
/// The lease file's last write time is the last use of the model.
/// </summary>
internal sealed class ModelLeases(StoreLayout layout, TimeProvider time, TryLock tryLock, ILogger logger)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Deleting a model takes less. A lock that is held for longer belongs to another program: any user who can read the file can lock it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Takes a lease, after a deletion that is in progress has ended. Disposing the result ends the lease.</summary>
    public async Task<IDisposable> AcquireAsync(EdgeModel model, CancellationToken cancellationToken)
    {
        if (OwnerOf(model) is not { } modelId)
            return NoLease.Instance; // The store never deletes a file outside the model folder.

        var (started, path) = (time.GetTimestamp(), layout.LeaseOf(modelId));
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                if (tryLock(path, shared: true) is { } held)
                    return Stamped(path, held);
            }
            catch (LinkedLockException link)
            {
                StoreLog.LeaseIsLink(logger, modelId, link.Message);
                return NoLease.Instance;
            }
            catch (Exception unusable) when (StorageFault.Is(unusable))
            {
                // A lease only protects the model from deletion. Without one the model can still be used.
                StoreLog.NoLease(logger, modelId, unusable.Message);
                return NoLease.Instance;
            }

            if (isFirst)
                StoreLog.WaitingForLease(logger, modelId, path);

            if (time.GetElapsedTime(started) >= LongestWait)
            {
                StoreLog.LeaseHeld(logger, modelId, LongestWait.TotalSeconds, path);
                return NoLease.Instance;
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Prevents other processes from opening the model; null if a process has it open.</summary>
    public IDisposable? TryExclude(string modelId) => tryLock(layout.LeaseOf(modelId), shared: false);

    /// <summary>Returns when the model was last opened; null if it never was.</summary>
    public DateTime? LastUse(string modelId) => new FileInfo(layout.LeaseOf(modelId)) is { Exists: true, Length: > 0, LinkTarget: null } lease ? lease.LastWriteTimeUtc : null;

    private string? OwnerOf(EdgeModel model)
    {
        try
        {
            return layout.OwnerOf(model);
        }
        catch (Exception unreadable) when (StorageFault.Is(unreadable))
        {
            StoreLog.NoLease(logger, model.Id, unreadable.Message); // As below: the model can still be used.
            return null;
        }
    }

    private IDisposable Stamped(string path, IDisposable held)
    {
        try
        {
            // An exclusion creates the file as well. A byte in it shows that the model was used.
            using var lease = PlainFile.OpenOrCreate(path);
            if (lease is null)
                return held; // Another program has just put a link there. The lock on the previous file is still held.

            RandomAccess.Write(lease, "."u8, fileOffset: 0);
            File.SetLastWriteTimeUtc(lease, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly))
        {
            // The lease is valid without a time: in a folder that cannot be written, PruneAsync cannot delete anything.
        }

        return held;
    }

    private sealed class NoLease : IDisposable
    {
        public static NoLease Instance { get; } = new();

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
