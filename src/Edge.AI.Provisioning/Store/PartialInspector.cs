using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>What may be trusted of a partial file.</summary>
/// <param name="Status">What the next attempt can do with it.</param>
/// <param name="Trusted">So many bytes from the start count; the rest is cut off, unless it has holes.</param>
/// <param name="Origin">Where those bytes came from.</param>
/// <param name="Reason">Why nothing is trusted though something is there.</param>
/// <param name="Chunks">What is known about its parts.</param>
/// <param name="HasHoles">Whether chunks behind the trusted bytes count, too.</param>
internal sealed record PartialState(ResumeStatus Status, long Trusted, BytesOrigin? Origin, string? Reason, ChunkMap? Chunks = null, bool HasHoles = false)
{
    /// <summary>Bytes that need not be fetched again.</summary>
    public long BytesHere => HasHoles ? Chunks!.BytesHere(Trusted) : Trusted;

    public static PartialState None { get; } = new(ResumeStatus.NoPartial, 0, null, null);

    public static PartialState Useless(string reason) => new(ResumeStatus.CannotResume, 0, null, reason);
}

/// <summary>The one place that decides what of a partial file may be trusted.</summary>
internal static class PartialInspector
{
    public static PartialState Inspect(FilePlace place)
    {
        var partial = new FileInfo(place.Partial);
        if (!partial.Exists)
            return PartialState.None;
        if (partial.LinkTarget is not null)
            return PartialState.Useless("It is a link, which the provisioner never makes.");
        if (FileIdentity.Of(place.Partial) is { } identity && (identity.Links > 1 || !identity.IsRegularFile))
            return PartialState.Useless("It is a file with further names, or no file, which the provisioner never makes.");
        if (SmallJsonFile.Read(place.Journal, StoreJson.Default.StagingJournal) is not { } journal)
            return PartialState.Useless("Its journal is missing or damaged.");

        return Refusal(place.File, partial, journal, out var origin) is { } reason
            ? PartialState.Useless(reason)
            : Trusted(partial, journal, origin);
    }

    private static string? Refusal(ModelFile file, FileInfo partial, StagingJournal journal, out BytesOrigin origin)
    {
        origin = new(journal.Origin, journal.ETag, journal.LastModified);
        if (journal.Version is not (1 or StagingJournal.CurrentVersion))
            return "Its journal was written by another version.";
        if (!journal.Describes(file))
            return "It belongs to another version of the file.";
        if (partial.Length > file.Size)
            return "It is longer than the file.";
        if (journal.Durable < file.Size && origin.Condition is null)
            return "The server gave nothing that proves it still has the same file (a strong ETag).";

        return null;
    }

    private static PartialState Trusted(FileInfo partial, StagingJournal journal, BytesOrigin origin)
    {
        if (journal.Durable == journal.Size && partial.Length == journal.Size)
            return new(ResumeStatus.FileComplete, journal.Size, origin, null, ChunksOf(journal));

        if (journal.Chunks is not null)
            return WithHoles(partial, journal, origin);

        // Never all of it: that a file is complete is for the journal to say, not for its length.
        var sameBoot = journal.Boot is not null && journal.Boot == BootId.Current;
        var trusted = Math.Min(sameBoot ? partial.Length : Math.Min(partial.Length, journal.Durable), journal.Size - 1);
        return new(trusted > 0 ? ResumeStatus.CanResume : ResumeStatus.NoPartial, trusted, origin, null, ChunksOf(journal));
    }

    private static PartialState WithHoles(FileInfo partial, StagingJournal journal, BytesOrigin origin)
    {
        var chunks = ChunksOf(journal);
        chunks.CutOff(partial.Length);
        var state = new PartialState(ResumeStatus.CanResume, chunks.SkipHere(Math.Min(partial.Length, journal.Durable)), origin, null, chunks, HasHoles: true);
        return state.BytesHere == 0 ? PartialState.None
            : state.Trusted == journal.Size ? PartialState.Useless("Its journal contradicts itself.")
            : state;
    }

    private static ChunkMap ChunksOf(StagingJournal journal) => new(journal.Size, journal.Chunks, journal.Checksums);
}
