using Edge.AI.Catalog;
using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>A source of files.</summary>
internal interface IFileSource
{
    bool NeedsNetwork { get; }

    bool Serves(Uri address);

    /// <summary>Opens the file at the requested offset, or at zero if the source cannot prove that it still has the same bytes.</summary>
    Task<FileBody> OpenAsync(FileRequest request, CancellationToken cancellationToken);
}

/// <summary>A request to a source.</summary>
/// <param name="File">The file.</param>
/// <param name="Address">The address of the file.</param>
/// <param name="BytesOnDisk">The number of bytes on disk.</param>
/// <param name="Origin">The origin of those bytes.</param>
/// <param name="End">Where the source should stop; null for the end of the file.</param>
internal sealed record FileRequest(ModelFile File, Uri Address, long BytesOnDisk, BytesOrigin? Origin, long? End = null)
{
    /// <summary>Whether the bytes on disk came from this source, and a validator can prove that it still has the same ones.</summary>
    public bool CanResume => BytesOnDisk > 0 && Origin?.Address == SafeAddress.Of(Address) && Origin.Condition is not null;

    /// <summary>Whether this is the last try. A source that refuses requests for a part is then asked for the whole file.</summary>
    public bool IsLastTry { get; init; }

    /// <summary>Called with each address before it is requested. Redirects add addresses.</summary>
    public Action<Uri>? Asking { get; init; }
}
