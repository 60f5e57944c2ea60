using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Edge.AI.Provisioning;

/// <summary>A file on its way: bytes are appended and hashed, and a journal beside it says how many of them are safe.</summary>
internal sealed class PartialFile : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly FilePlace _place;
    private readonly SafeFileHandle _handle;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartialFile(FilePlace place, SafeFileHandle handle) => (_place, _handle) = (place, handle);

    /// <summary>Bytes that were written and hashed.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes that the journal vouches for.</summary>
    public long Durable { get; private set; }

    /// <summary>Where the bytes came from; null before the first.</summary>
    public BytesOrigin? Origin { get; private set; }

    public bool IsComplete => Length == _place.File.Size;

    /// <summary>Opens what is trusted of the partial on disk and hashes it, or begins a new one.</summary>
    public static async Task<PartialFile> OpenAsync(FilePlace place, CancellationToken cancellationToken)
    {
        var state = PartialInspector.Inspect(place);
        Directory.CreateDirectory(Path.GetDirectoryName(place.Partial)!);
        if (new FileInfo(place.Partial).LinkTarget is not null)
            File.Delete(place.Partial); // The link only: writing through it would change a file that isn't ours.

        var partial = new PartialFile(place, File.OpenHandle(place.Partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous));
        try
        {
            await partial.TakeOverAsync(state, cancellationToken).ConfigureAwait(false);
            return partial;
        }
        catch
        {
            partial.Dispose();
            throw;
        }
    }

    /// <summary>Prepares for bytes of an origin: goes on if they follow those that are here, else starts from zero.</summary>
    public void Begin(long from, BytesOrigin origin)
    {
        Origin = origin;
        if (from == Length && from > 0)
            return;

        // The journal comes first: it must never vouch for bytes that are about to be overwritten by others.
        Durable = 0;
        WriteJournal();
        RandomAccess.SetLength(_handle, 0);
        Length = 0;
        _hash.TryGetHashAndReset(stackalloc byte[SHA256.HashSizeInBytes], out _);
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(_handle, bytes, Length, cancellationToken).ConfigureAwait(false);
        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Flushes what was appended, and then lets the journal say so.</summary>
    public void Commit()
    {
        if (Durable == Length)
            return;

        RandomAccess.FlushToDisk(_handle);
        Durable = Length;
        WriteJournal();
    }

    /// <summary>Makes the complete file safe and tells its digest.</summary>
    public StagedFile Finish()
    {
        Commit();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetCurrentHash(digest);
        return new(_place, Length, new(digest));
    }

    public void Dispose()
    {
        _handle.Dispose();
        _hash.Dispose();
    }

    private async Task TakeOverAsync(PartialState state, CancellationToken cancellationToken)
    {
        RandomAccess.SetLength(_handle, state.Trusted);
        Origin = state.Origin;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (Length < state.Trusted)
            {
                var read = await RandomAccess.ReadAsync(_handle, buffer, Length, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    throw new EndOfStreamException($"'{_place.Partial}' became shorter while it was read.");

                _hash.AppendData(buffer, 0, read);
                Length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

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
