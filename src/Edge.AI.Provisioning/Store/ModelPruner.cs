namespace Edge.AI.Store;

/// <summary>Deletes what <see cref="Pruning"/> finds, model by model, each only while nobody else has to do with it.</summary>
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

        return new(options.DryRun, items, inUse);
    }

    private ModelOwnership? TryOwn(string id)
    {
        try
        {
            return locks.TryAcquire(id);
        }
        catch (ModelStorageException)
        {
            return null; // Something else is in the lock's place. Nobody can tell whether the model is in use, and the others are to be pruned all the same.
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

    /// <summary>Deletes a model wholly. The caller holds it.</summary>
    public static void Delete(DirectoryInfo folder, string receipt)
    {
        File.Delete(receipt); // First: a model that is half deleted must not be visible.
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
