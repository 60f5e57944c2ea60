namespace Edge.AI.Provisioning;

/// <summary>
/// Who has a model open holds a lease, in any number of processes; who wants to delete it must exclude them all.
/// The lease file's time of change is the last use.
/// </summary>
internal sealed class ModelLeases(StoreLayout layout, TimeProvider time, TryLock tryLock)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Holds the model, after whoever is deleting it right now; what is returned ends that.</summary>
    public async Task<IDisposable> AcquireAsync(string modelId, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (tryLock(layout.LeaseOf(modelId), shared: true) is { } held)
                    return Stamp(modelId, held);
            }
            catch (Exception readOnly) when (StorageFault.Is(readOnly))
            {
                return NoLease.Instance; // Where no file can be made, nobody can delete the model either.
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps everybody from opening the model; null if somebody has it open.</summary>
    public IDisposable? TryExclude(string modelId) => tryLock(layout.LeaseOf(modelId), shared: false);

    /// <summary>When the model was last opened; null if nobody ever did.</summary>
    public DateTime? LastUse(string modelId) => new FileInfo(layout.LeaseOf(modelId)) is { Exists: true, Length: > 0 } lease ? lease.LastWriteTimeUtc : null;

    private IDisposable Stamp(string modelId, IDisposable held)
    {
        // A byte in it tells a use from an exclusion, which makes the file, too.
        using (var lease = File.OpenHandle(layout.LeaseOf(modelId), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            RandomAccess.Write(lease, "."u8, fileOffset: 0);

        File.SetLastWriteTimeUtc(layout.LeaseOf(modelId), time.GetUtcNow().UtcDateTime);
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
