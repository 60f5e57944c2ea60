using Edge.AI.Disk;
using Edge.AI.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Store;

/// <summary>
/// A process that has a model open holds a lease, as any number of others may; a process that deletes the model must exclude them all.
/// The lease file's time of change is the last use.
/// </summary>
internal sealed class ModelLeases(StoreLayout layout, TimeProvider time, TryLock tryLock, ILogger logger)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Deleting a model takes less. A lock that is held for longer is somebody else's: any user who may read the file can lock it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Holds the model, after a deletion that is under way; disposing the result ends the lease.</summary>
    public async Task<IDisposable> AcquireAsync(string modelId, CancellationToken cancellationToken)
    {
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
                ProvisioningLog.LeaseIsLink(logger, modelId, link.Message);
                return NoLease.Instance;
            }
            catch (Exception unusable) when (StorageFault.Is(unusable))
            {
                // A lease protects the model from deletion only; where none can be had, the model can still be used.
                ProvisioningLog.NoLease(logger, modelId, unusable.Message);
                return NoLease.Instance;
            }

            if (isFirst)
                ProvisioningLog.WaitingForLease(logger, modelId, path);

            if (time.GetElapsedTime(started) >= LongestWait)
            {
                ProvisioningLog.LeaseHeld(logger, modelId, LongestWait.TotalSeconds, path);
                return NoLease.Instance;
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps everybody from opening the model; null if a process has it open.</summary>
    public IDisposable? TryExclude(string modelId) => tryLock(layout.LeaseOf(modelId), shared: false);

    /// <summary>When the model was last opened; null if it never was.</summary>
    public DateTime? LastUse(string modelId) => new FileInfo(layout.LeaseOf(modelId)) is { Exists: true, Length: > 0, LinkTarget: null } lease ? lease.LastWriteTimeUtc : null;

    private IDisposable Stamped(string path, IDisposable held)
    {
        try
        {
            // A byte in it tells a use from an exclusion, which makes the file, too.
            using var lease = PlainFile.OpenOrCreate(path);
            if (lease is null)
                return held; // A link since a moment ago: the lock that we hold is still that of the file before it.

            RandomAccess.Write(lease, "."u8, fileOffset: 0);
            File.SetLastWriteTimeUtc(lease, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly))
        {
            // The lease holds without a time: where nothing can be written, PruneAsync can't delete either.
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
