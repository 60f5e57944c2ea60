using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>Deletes what <see cref="Pruning"/> finds, model by model. A model is skipped while another caller or process uses it.</summary>
internal sealed class ModelPruner(StoreLayout layout, ModelLock locks, ModelLeases leases, TimeProvider time)
{
    public PruneReport Prune(PruneOptions options, CancellationToken cancellationToken)
    {
        var pruning = new Pruning(layout, leases, time, options);
        var (items, inUse) = (new List<PrunedItem>(), new List<string>());
        foreach (var id in layout.KnownIds().Order(StringComparer.Ordinal).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var owned = TryOwn(id);
            using var unused = owned is null ? null : TryExclude(id);
            if (unused is null)
                inUse.Add(id);
            else
                items.AddRange(Prune(pruning.Of(id).ToList(), options.DryRun));
        }

        return new() { IsDryRun = options.DryRun, Items = items, InUse = inUse };
    }

    private ModelOwnership? TryOwn(string id)
    {
        try
        {
            return locks.TryAcquire(id);
        }
        catch (ModelStorageException)
        {
            return null; // The lock is not a plain file, so nothing tells whether the model is in use. The other models are still pruned.
        }
    }

    private IDisposable? TryExclude(string id)
    {
        try
        {
            return leases.TryExclude(id);
        }
        catch (LinkedLockException)
        {
            return null; // As above.
        }
    }

    /// <summary>Deletes a model completely. The caller has its lock.</summary>
    public static void Delete(DirectoryInfo folder, string receipt)
    {
        File.Delete(receipt); // First, so that a half deleted model is not visible.
        folder.Delete(recursive: true);
    }

    private List<PrunedItem> Prune(List<PrunedItem> items, bool dryRun)
    {
        foreach (var item in dryRun ? [] : items)
        {
            if (item.Level == PruneLevel.Models)
                Delete(new(item.Path), layout.ReceiptOf(item.ModelId));
            else
                File.Delete(item.Path);
        }

        return items;
    }
}
