using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>Bytes as a source delivers them.</summary>
/// <param name="from">The offset in the file of the first byte.</param>
/// <param name="length">How many bytes the source promises, if it does.</param>
/// <param name="origin">Where they come from, as a journal says it.</param>
internal abstract class FileBody(long from, long? length, BytesOrigin origin) : IDisposable
{
    public long From => from;

    public long? Length => length;

    public BytesOrigin Origin => origin;

    /// <summary>Who sends them, as an error says it: after a redirect another address than the origin's.</summary>
    public virtual string Sender => origin.Address;

    /// <summary>Whether it is a part of the file that was asked for by its offset.</summary>
    public virtual bool IsSegment => false;

    /// <summary>Whether fewer bytes than the rest of the file may rightly be promised.</summary>
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
