namespace Edge.AI;

/// <summary>Reports what <see cref="IModelStore.PruneAsync"/> deleted or would delete.</summary>
public sealed record PruneReport
{
    /// <summary>Gets a value indicating whether nothing was deleted.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>Gets what was deleted or would be deleted, ordered by model.</summary>
    public required IReadOnlyList<PrunedItem> Items { get; init; }

    /// <summary>Gets the ids of the models that were skipped because a process has them loaded or is provisioning them.</summary>
    public required IReadOnlyList<string> InUse { get; init; }

    /// <summary>Gets the number of bytes that became free or would become free.</summary>
    public long Bytes => Items.Sum(item => item.Bytes);
}

/// <summary>Describes a file or folder that was deleted or would be deleted.</summary>
public sealed record PrunedItem
{
    /// <summary>Gets the id of the model that it belongs to.</summary>
    public required string ModelId { get; init; }

    /// <summary>Gets its full path.</summary>
    public required string Path { get; init; }

    /// <summary>Gets its length in bytes; for a folder, the length of everything in it.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets the level at which it is deleted.</summary>
    public required PruneLevel Level { get; init; }

    /// <summary>Gets the reason, as a sentence.</summary>
    public required string Reason { get; init; }
}
