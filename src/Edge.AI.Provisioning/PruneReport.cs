namespace Edge.AI;

/// <summary>What was deleted, or would be.</summary>
/// <param name="IsDryRun">Whether everything is still there.</param>
/// <param name="Items">What was deleted, or would be, ordered by model.</param>
/// <param name="InUse">The ids of the models that were left alone because they are loaded or being provisioned.</param>
public sealed record PruneReport(bool IsDryRun, IReadOnlyList<PrunedItem> Items, IReadOnlyList<string> InUse)
{
    /// <summary>The bytes that became free, or would.</summary>
    public long Bytes => Items.Sum(item => item.Bytes);
}

/// <summary>A file or folder that was deleted, or would be.</summary>
/// <param name="ModelId">The model that it belongs to.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Bytes">Its length; of a folder, that of everything in it.</param>
/// <param name="Level">The level that it goes at.</param>
/// <param name="Reason">Why it goes, in words.</param>
public sealed record PrunedItem(string ModelId, string Path, long Bytes, PruneLevel Level, string Reason);
