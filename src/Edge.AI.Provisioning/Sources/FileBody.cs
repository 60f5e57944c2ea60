using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>The bytes that a source delivers.</summary>
/// <param name="from">The offset in the file of the first byte.</param>
/// <param name="length">The number of bytes that the source announces; null if it does not.</param>
/// <param name="origin">The origin of the bytes, as a journal stores it.</param>
internal abstract class FileBody(long from, long? length, BytesOrigin origin) : IDisposable
{
    public long From => from;

    public long? Length => length;

    public BytesOrigin Origin => origin;

    /// <summary>The address that sends the bytes, safe to show. After a redirect it differs from the origin's.</summary>
    public virtual string Sender => origin.Address;

    /// <summary>Whether it is the part that was requested by its offset.</summary>
    public virtual bool IsSegment => false;

    /// <summary>Whether the source may announce fewer bytes than the rest of the file.</summary>
    public virtual bool MayBeShort => IsSegment;

    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    public abstract void Dispose();

    public ModelDownloadException EndedEarly(FilePlace place, long arrived, Exception? cause = null) => new(
        EdgeErrorCodes.DownloadIncomplete,
        $"{Sender} ended after {arrived} of {place.File.Size} bytes of '{place.File.Name}'.",
        "Try again. If it happens again, check the size in the manifest.",
        isTransient: true,
        innerException: cause);
}
