namespace Edge.AI.Provisioning;

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
            using var owned = locks.TryAcquire(id);
            using var unused = owned is null ? null : leases.TryExclude(id);
            if (unused is null)
                inUse.Add(id);
            else
                items.AddRange(Prune(pruning.Of(id).ToList(), options.DryRun));
        }

        return new(options.DryRun, items, inUse);
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
