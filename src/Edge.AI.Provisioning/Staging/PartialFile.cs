using System.Text.Json;
using Edge.AI.Disk;
using Edge.AI.Store;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Staging;

/// <summary>A file on its way: bytes are written and hashed, and a journal beside it says how many of them are safe.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    /// <summary>So many bytes may be lost when the power fails; smaller steps would cost speed.</summary>
    private const long CommitInterval = 64L * 1024 * 1024;

    private const FileShare Shared = FileShare.Read | FileShare.Delete;

    private readonly Lock _lock = new();
    private readonly FilePlace _place;
    private readonly SafeFileHandle _handle;
    private readonly PrefixHash _hash;
    private Task _commit = Task.CompletedTask;
    private long _length; // This and the next are read without the lock, and must not be torn where words have 32 bits.
    private long _durable;
    private long _uncommitted;

    private PartialFile(FilePlace place, SafeFileHandle handle, ChunkMap chunks) => (_place, _handle, _hash, Chunks) = (place, handle, new(handle), chunks);

    /// <summary>Bytes from the start that were written.</summary>
    public long Length
    {
        get => Volatile.Read(ref _length);
        private set => Volatile.Write(ref _length, value);
    }

    /// <summary>Bytes from the start that the journal vouches for.</summary>
    public long Durable
    {
        get => Volatile.Read(ref _durable);
        private set => Volatile.Write(ref _durable, value);
    }

    /// <summary>Whether chunks behind <see cref="Length"/> may be here, so that the file's length on disk says nothing.</summary>
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

    /// <summary>Opens what is trusted of the partial on disk, or begins a new one.</summary>
    public static PartialFile Open(FilePlace place)
    {
        var state = PartialInspector.Inspect(place);
        Directory.CreateDirectory(Path.GetDirectoryName(place.Partial)!);
        var handle = OpenPlain(place.Partial);
        var partial = new PartialFile(place, handle, state.Chunks ?? new(place.File.Size));
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

    /// <summary>Prepares for bytes of an origin: goes on if they follow those that are here, else starts from zero.</summary>
    public async Task BeginAsync(long from, BytesOrigin origin)
    {
        await _commit.ConfigureAwait(false); // It speaks of the origin and the bytes so far.
        Origin = origin;
        if (from != Length || from == 0)
            Restart();
    }

    /// <summary>From now on chunks may arrive in any order.</summary>
    public async Task AllowHolesAsync()
    {
        await _commit.ConfigureAwait(false);
        if (HasHoles)
            return;

        // The journal says so first: the length of a file with holes must never be taken for its bytes.
        HasHoles = true;
        Commit(evenIfNothingIsNew: true);
    }

    /// <summary>Forgets every byte: the source has another file by now.</summary>
    public async Task ForgetAsync()
    {
        await _commit.ConfigureAwait(false);
        Restart();
    }

    public ChunkWriter WriterAt(long offset) => new(this, Chunks, offset);

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

    /// <summary>These bytes were written. Now and then a commit begins that goes on beside the next writes.</summary>
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
            if (_uncommitted < CommitInterval || !_commit.IsCompleted)
                return;

            _commit.GetAwaiter().GetResult(); // What the last one failed of is thrown now, not at the end of the file.
            _commit = Task.Run(() => Commit());
        }
    }

    /// <summary>Flushes what was written, and then lets the journal say so.</summary>
    public async Task CommitAsync()
    {
        await _commit.ConfigureAwait(false);
        Commit();
    }

    /// <summary>Makes the complete file safe and tells its digest.</summary>
    public async Task<StagedFile> FinishAsync(CancellationToken cancellationToken)
    {
        var digest = _hash.FinishAsync(cancellationToken); // The last bytes are hashed while they are flushed.
        await CommitAsync().ConfigureAwait(false);
        return new(_place, Length, await digest.ConfigureAwait(false), FileIdentity.Of(_handle)?.Inode);
    }

    /// <summary>Returns when nothing is written any more, neither here nor to the journal: the next owner may come.</summary>
    public async ValueTask DisposeAsync()
    {
        await _commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Whoever waited for it has been told.
        Close();
    }

    // Only the name is deleted: writing to what a link leads to, or to a file that has other names, would change a file that isn't ours.
    private static SafeFileHandle OpenPlain(string path)
    {
        if (PlainFile.OpenOrCreate(path, Shared) is { } plain)
            return plain;

        File.Delete(path);
        return PlainFile.OpenOrCreate(path, Shared)
            ?? throw new ModelStorageException(path, "is a link or a file with further names, and was put there again after it had been deleted.", "Check who else may write to the model folder.");
    }

    private void Close()
    {
        _hash.Dispose();
        _handle.Dispose();
    }

    private void Restart()
    {
        // The journal comes first: it must never vouch for bytes that are about to be overwritten by others.
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

            journal = Journal() with { Durable = Length }; // More may be written while this is flushed.
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
        DurableFile.Replace(_place.Journal, JsonSerializer.SerializeToUtf8Bytes(journal, ProvisioningJson.Default.StagingJournal));
}
