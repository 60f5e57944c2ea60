using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>Finds the files in a model's folder that are no longer needed. Only reads the disk.</summary>
internal sealed class Pruning(StoreLayout layout, ModelLeases leases, TimeProvider time, PruneOptions options)
{
    private const string PartialMark = ".partial", ModelEnding = ".gguf";

    public IEnumerable<PrunedItem> Of(string modelId)
    {
        var folder = new DirectoryInfo(layout.FolderOf(modelId));
        return ReasonAgainst(modelId) is { } reason
            ? [new()
            {
                ModelId = modelId,
                Path = folder.FullName,
                Bytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length),
                Level = PruneLevel.Models,
                Reason = reason,
            }]
            : folder.EnumerateFiles().Select(file => Leftover(modelId, file)).OfType<PrunedItem>().Where(item => item.Level <= options.Level);
    }

    private string? ReasonAgainst(string modelId)
    {
        if (options.Level < PruneLevel.Models)
            return null;
        if (options.Catalog is { } catalog && !catalog.TryGet(modelId, out _) && !options.KnownIds.Contains(modelId, StringComparer.OrdinalIgnoreCase))
            return "No catalogue has the model.";

        return options.UnusedFor is { } limit && time.GetUtcNow().UtcDateTime - LastUse(modelId) is var unused && unused > limit
            ? $"It has not been used for {unused.TotalDays:0.#} days."
            : null;
    }

    // Without a lease, the newest file tells: the receipt of a model that was never loaded, or an abandoned partial.
    private DateTime LastUse(string modelId)
    {
        var written = new DirectoryInfo(layout.FolderOf(modelId)).EnumerateFiles().Select(file => file.LastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max();
        return leases.LastUse(modelId) is { } used && used > written ? used : written;
    }

    private PrunedItem? Leftover(string modelId, FileInfo file)
    {
        if (ReceiptFile.Read(layout.ReceiptOf(modelId))?.EntryOf(file.Name) is not null || file.Name.EndsWith(ModelEnding, StringComparison.OrdinalIgnoreCase))
            return null;

        var mark = file.Name.LastIndexOf(PartialMark, StringComparison.Ordinal);
        var isDraft = file.Name.EndsWith(DurableFile.DraftEnding, StringComparison.Ordinal) && (mark > 0 || file.Name.StartsWith('.'));
        if (isDraft)
            return Item(PruneLevel.Orphans, "An interrupted write left it.");
        if (mark > 0 && file.Name.StartsWith('.'))
            return Item(PruneLevel.Orphans, "A download that cannot be resumed left it."); // ModelPlace.Apart
        if (mark <= 0 || (file.Name.Length > mark + PartialMark.Length && file.Name[mark + PartialMark.Length] != '.'))
            return null;

        return Judge(modelId, file.Name[..mark]) is var (level, reason) ? Item(level, reason) : null;

        PrunedItem Item(PruneLevel level, string reason) => new() { ModelId = modelId, Path = file.FullName, Bytes = file.Length, Level = level, Reason = reason };
    }

    /// <summary>Decides about a partial, its journal and their drafts together.</summary>
    private (PruneLevel Level, string Reason)? Judge(string modelId, string fileName)
    {
        var target = Path.Combine(layout.FolderOf(modelId), fileName);
        var (partial, journal) = (new FileInfo(target + PartialMark), SmallJsonFile.Read(target + PartialMark + ".json", StoreJson.Default.StagingJournal));
        if (!partial.Exists)
            return (PruneLevel.Orphans, "Its partial is gone.");
        if (!File.Exists(partial.FullName + ".json"))
            return (PruneLevel.Orphans, "Its journal is gone.");
        if (partial.Length == 0)
            return (PruneLevel.Orphans, "It is empty.");
        if (FileOf(modelId, fileName, journal) is not { } file)
            return (PruneLevel.Unresumable, "Its journal is damaged.");

        var place = new FilePlace(file, target);
        if (ReceiptFile.Read(layout.ReceiptOf(modelId))?.EntryOf(fileName) is { } entry && entry.Promises(file) && FileStamp.Of(target) is { } stamp && entry.Describes(stamp))
            return (PruneLevel.Orphans, "The complete file is there.");

        return PartialInspector.Inspect(place) is { Status: ResumeStatus.CannotResume, Reason: { } reason } ? (PruneLevel.Unresumable, reason) : null;
    }

    /// <summary>Returns the file as the catalogue describes it, else as the journal does.</summary>
    private ModelFile? FileOf(string modelId, string fileName, StagingJournal? journal)
    {
        if (options.Catalog is { } catalog && catalog.TryGet(modelId, out var model) && model.Files.FirstOrDefault(file => file.Name == fileName) is { } known)
            return known;

        try
        {
            return journal is not null && Sha256Digest.TryParse(journal.Sha256, out var digest)
                ? new() { Name = fileName, Source = new(journal.Origin), Size = journal.Size, Digest = digest }
                : null;
        }
        catch (Exception nonsense) when (nonsense is ArgumentException or UriFormatException)
        {
            return null; // A journal that describes an impossible file is damaged.
        }
    }
}
