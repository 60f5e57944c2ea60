using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Provisioning;

/// <summary>A file on its way: bytes are appended and hashed, and a journal beside it says how many of them are safe.</summary>
internal sealed class PartialFile : IDisposable
{
    /// <summary>So many bytes may be lost when the power fails; smaller steps would cost speed.</summary>
    private const long CommitInterval = 64L * 1024 * 1024;

    private readonly FilePlace _place;
    private readonly SafeFileHandle _handle;
    private readonly PrefixHash _hash;
    private Task _commit = Task.CompletedTask;

    private PartialFile(FilePlace place, SafeFileHandle handle) => (_place, _handle, _hash) = (place, handle, new(handle));

    /// <summary>Bytes that were written.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes that the journal vouches for.</summary>
    public long Durable { get; private set; }

    /// <summary>Where the bytes came from; null before the first.</summary>
    public BytesOrigin? Origin { get; private set; }

    public bool IsComplete => Length == _place.File.Size;

    /// <summary>Opens what is trusted of the partial on disk, or begins a new one.</summary>
    public static PartialFile Open(FilePlace place)
    {
        var state = PartialInspector.Inspect(place);
        Directory.CreateDirectory(Path.GetDirectoryName(place.Partial)!);
        if (new FileInfo(place.Partial).LinkTarget is not null)
            File.Delete(place.Partial); // The link only: writing through it would change a file that isn't ours.

        var partial = new PartialFile(place, File.OpenHandle(place.Partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete));
        try
        {
            partial.TakeOver(state);
            return partial;
        }
        catch
        {
            partial.Dispose();
            throw;
        }
    }

    /// <summary>Prepares for bytes of an origin: goes on if they follow those that are here, else starts from zero.</summary>
    public async Task BeginAsync(long from, BytesOrigin origin)
    {
        await _commit.ConfigureAwait(false); // It speaks of the origin and the bytes so far.
        Origin = origin;
        if (from == Length && from > 0)
            return;

        // The journal comes first: it must never vouch for bytes that are about to be overwritten by others.
        Durable = 0;
        WriteJournal();
        _hash.Restart();
        RandomAccess.SetLength(_handle, 0);
        Length = 0;
    }

    /// <summary>Writes and, now and then, begins a commit that goes on beside the next writes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, Length);
        Length += bytes.Length;
        _hash.Advance(Length);
        if (Length - Durable >= CommitInterval && _commit.IsCompletedSuccessfully)
            _commit = Task.Run(Commit);
    }

    /// <summary>Flushes what was appended, and then lets the journal say so.</summary>
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
        return new(_place, Length, await digest.ConfigureAwait(false));
    }

    public void Dispose()
    {
        _hash.Dispose();
        _handle.Dispose();
    }

    private void Commit()
    {
        var length = Length; // More may be written while this is flushed.
        if (Durable == length)
            return;

        RandomAccess.FlushToDisk(_handle);
        Durable = length;
        WriteJournal();
    }

    private void TakeOver(PartialState state)
    {
        RandomAccess.SetLength(_handle, state.Trusted);
        Origin = state.Origin;
        Length = state.Trusted;
        _hash.Advance(Length);
        Durable = state.Status == ResumeStatus.FileComplete ? Length : 0;
        Commit();
    }

    private void WriteJournal()
    {
        var journal = new StagingJournal
        {
            Version = StagingJournal.CurrentVersion,
            Origin = Origin!.Address,
            ETag = Origin.ETag,
            LastModified = Origin.LastModified,
            Size = _place.File.Size,
            Sha256 = _place.File.Digest.ToString(),
            Durable = Durable,
            Boot = BootId.Current,
        };
        DurableFile.Replace(_place.Journal, JsonSerializer.SerializeToUtf8Bytes(journal, ProvisioningJson.Default.StagingJournal));
    }
}
