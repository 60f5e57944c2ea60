using Edge.AI.Common;
using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>The trusted part of a partial file.</summary>
/// <param name="Status">What the next attempt can do with the file.</param>
/// <param name="Trusted">The number of trusted bytes from the start. The rest is cut off, unless the file has holes.</param>
/// <param name="Origin">The origin of those bytes.</param>
/// <param name="Reason">Why nothing is trusted although there are bytes.</param>
/// <param name="Chunks">The chunks of the file.</param>
/// <param name="HasHoles">Whether chunks after the trusted bytes are present as well.</param>
internal sealed record PartialState(ResumeStatus Status, long Trusted, BytesOrigin? Origin, string? Reason, ChunkMap? Chunks = null, bool HasHoles = false)
{
    /// <summary>Bytes that need not be fetched again.</summary>
    public long BytesHere => HasHoles ? Chunks!.BytesHere(Trusted) : Trusted;

    public static PartialState None { get; } = new(ResumeStatus.NoPartial, 0, null, null);

    public static PartialState Useless(string reason) => new(ResumeStatus.CannotResume, 0, null, reason);
}

/// <summary>Decides how much of a partial file is trusted. Nothing else decides this.</summary>
internal static class PartialInspector
{
    public static PartialState Inspect(FilePlace place)
    {
        var partial = new FileInfo(place.Partial);
        if (!partial.Exists)
            return PartialState.None;
        if (partial.LinkTarget is not null)
            return PartialState.Useless("It is a link, which the provisioner never creates.");
        if (FileIdentity.Of(place.Partial) is { } identity && (identity.Links > 1 || !identity.IsRegularFile))
            return PartialState.Useless("It is a file with several names, or not a regular file, which the provisioner never creates.");
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
            return "The server sent no validator (a strong ETag) that proves that it still has the same file.";

        return null;
    }

    private static PartialState Trusted(FileInfo partial, StagingJournal journal, BytesOrigin origin)
    {
        if (journal.Durable == journal.Size && partial.Length == journal.Size)
            return new(ResumeStatus.FileComplete, journal.Size, origin, null, ChunksOf(journal));

        if (journal.Chunks is not null)
            return WithHoles(partial, journal, origin);

        // Never all of it: only the journal says that a file is complete, not its length.
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
