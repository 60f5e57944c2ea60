using System.Text.Json;
using Edge.AI.Common;
using Edge.AI.Disk;
using Edge.AI.Progress;
using Edge.AI.Store;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Staging;

/// <summary>A file that is being downloaded: its bytes are written and hashed, and a journal beside it says how many of them are flushed to disk.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    /// <summary>The number of bytes that a power failure can cost. Smaller steps would cost speed.</summary>
    private const long CommitInterval = 64L * 1024 * 1024;

    private const FileShare Shared = FileShare.Read | FileShare.Delete;

    private readonly Lock _lock = new();
    private readonly FilePlace _place;
    private readonly ProgressTracker _progress;
    private readonly SafeFileHandle _handle;
    private readonly PrefixHash _hash;
    private Task _commit = Task.CompletedTask;
    private long _length; // This and the next are read without the lock, so a 32-bit processor must not see half of a change.
    private long _durable;
    private long _uncommitted;

    private PartialFile(FilePlace place, ProgressTracker progress, SafeFileHandle handle, ChunkMap chunks) =>
        (_place, _progress, _handle, _hash, Chunks) = (place, progress, handle, new(handle), chunks);

    /// <summary>Bytes from the start that were written.</summary>
    public long Length
    {
        get => Volatile.Read(ref _length);
        private set => Volatile.Write(ref _length, value);
    }

    /// <summary>Bytes from the start that the journal says are flushed.</summary>
    public long Durable
    {
        get => Volatile.Read(ref _durable);
        private set => Volatile.Write(ref _durable, value);
    }

    /// <summary>Whether chunks after <see cref="Length"/> may be present, so that the file's length on disk says nothing.</summary>
    public bool HasHoles { get; private set; }

    /// <summary>Where the bytes came from; null before the first.</summary>
    public BytesOrigin? Origin { get; private set; }

    public ChunkMap Chunks { get; }

    public bool IsComplete => Length == _place.File.Size;

    public long BytesHere
    {
        get
        {
            lock (_lock)
                return HasHoles ? Chunks.BytesHere(Length) : Length;
        }
    }

    /// <summary>Opens the trusted part of the partial on disk, or begins a new one.</summary>
    public static PartialFile Open(FilePlace place, ProgressTracker progress)
    {
        var state = PartialInspector.Inspect(place);
        Directory.CreateDirectory(Path.GetDirectoryName(place.Partial)!);
        var handle = OpenPlain(place.Partial);
        var partial = new PartialFile(place, progress, handle, state.Chunks ?? new(place.File.Size));
        try
        {
            partial.TakeOver(state);
            return partial;
        }
        catch
        {
            partial.Close();
            throw;
        }
    }

    /// <summary>Prepares for bytes of an origin: continues if they follow the present ones, else starts from zero.</summary>
    public async Task BeginAsync(long from, BytesOrigin origin)
    {
        await _commit.ConfigureAwait(false); // It describes the origin and the bytes so far.
        Origin = origin;
        if (from != Length || from == 0)
            Restart();

        _progress.Arrived(_place.File, BytesHere, 0);
    }

    /// <summary>From now on chunks may arrive in any order.</summary>
    public async Task AllowHolesAsync()
    {
        await _commit.ConfigureAwait(false);
        if (HasHoles)
            return;

        // The journal says so first: the length of a file with holes says nothing about its bytes.
        HasHoles = true;
        Commit(evenIfNothingIsNew: true);
    }

    /// <summary>Forgets every byte, because the source has another file.</summary>
    public async Task ForgetAsync()
    {
        await _commit.ConfigureAwait(false);
        Restart();
    }

    /// <summary>Opens a writer for adjacent bytes. Several writers can work at once.</summary>
    public PartialWriter OpenWriter(long offset) => new(this, offset);

    /// <exception cref="IOException">The disk is full, failed, or takes no file of that length.</exception>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, offset);
        }
        catch (ArgumentOutOfRangeException tooLarge)
        {
            throw StorageFault.TooLargeFor(_place.Partial, tooLarge);
        }
    }

    public void Arrived(int chunk, uint checksum)
    {
        lock (_lock)
            Chunks.Arrived(chunk, checksum);
    }

    /// <summary>Tells that bytes were written. After every interval a commit begins that runs beside the next writes.</summary>
    public void Advance(long from, long to)
    {
        lock (_lock)
        {
            if (from == Length)
                Length = to;
            if (HasHoles)
                Length = Chunks.SkipHere(Length);

            _hash.Advance(Length);
            _uncommitted += to - from;
            _progress.Arrived(_place.File, BytesHere, (int)(to - from));
            if (_uncommitted < CommitInterval || !_commit.IsCompleted)
                return;

            _commit.GetAwaiter().GetResult(); // Throws the error of the last commit now, not at the end of the file.
            _commit = Task.Run(() => Commit());
        }
    }

    /// <summary>Flushes what was written, and then lets the journal say so.</summary>
    public async Task CommitAsync()
    {
        await _commit.ConfigureAwait(false);
        Commit();
    }

    /// <summary>Flushes the complete file and returns its digest.</summary>
    public async Task<StagedFile> FinishAsync(CancellationToken cancellationToken)
    {
        var digest = _hash.FinishAsync(cancellationToken); // The last bytes are hashed while they are flushed.
        await CommitAsync().ConfigureAwait(false);
        return new(_place, Length, await digest.ConfigureAwait(false), FileIdentity.Of(_handle)?.Inode);
    }

    /// <summary>Returns when neither the file nor the journal is written any more, so that the next owner can open them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Its callers have seen the error.
        Close();
    }

    // Only the name is deleted. Writing through a link, or to a file with other names, would change a file that does not belong to this library.
    private static SafeFileHandle OpenPlain(string path)
    {
        if (PlainFile.OpenOrCreate(path, Shared) is { } plain)
            return plain;

        File.Delete(path);
        return PlainFile.OpenOrCreate(path, Shared)
            ?? throw new ModelStorageException(path, "is a link or a file with several names, and another program created it again after it had been deleted.", "Check which other users or programs can write to the model folder.");
    }

    private void Close()
    {
        _hash.Dispose();
        _handle.Dispose();
    }

    private void Restart()
    {
        // The journal is written first, so that it never describes bytes that are about to be overwritten.
        Chunks.Clear();
        (Durable, HasHoles, _uncommitted) = (0, false, 0);
        WriteJournal(Journal());
        _hash.Restart();
        RandomAccess.SetLength(_handle, 0);
        Length = 0;
    }

    private void Commit(bool evenIfNothingIsNew = false)
    {
        StagingJournal journal;
        lock (_lock)
        {
            if (_uncommitted == 0 && !evenIfNothingIsNew)
                return;

            journal = Journal() with { Durable = Length }; // More bytes may be written during the flush.
            _uncommitted = 0;
        }

        RandomAccess.FlushToDisk(_handle);
        WriteJournal(journal);
        Durable = journal.Durable;
    }

    private void TakeOver(PartialState state)
    {
        (Origin, HasHoles) = (state.Origin, state.HasHoles);
        if (!HasHoles)
        {
            RandomAccess.SetLength(_handle, state.Trusted);
            Chunks.Trust(state.Trusted);
        }

        Length = state.Trusted;
        _hash.Advance(Length);
        if (state.Status == ResumeStatus.FileComplete)
            Durable = Length;
        else if (Length > 0)
            Commit(evenIfNothingIsNew: true);
    }

    private StagingJournal Journal() => new()
    {
        Version = StagingJournal.CurrentVersion,
        Origin = Origin!.Address,
        ETag = Origin.ETag,
        LastModified = Origin.LastModified,
        Size = _place.File.Size,
        Sha256 = _place.File.Digest?.ToString() ?? "",
        Durable = Durable,
        Boot = BootId.Current,
        Chunks = HasHoles ? Chunks.HereText() : null,
        Checksums = Chunks.ChecksumText(),
    };

    private void WriteJournal(StagingJournal journal) =>
        DurableFile.Replace(_place.Journal, JsonSerializer.SerializeToUtf8Bytes(journal, StoreJson.Default.StagingJournal));
}
