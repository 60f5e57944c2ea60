using Edge.AI.Catalog;
using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>A way to get at bytes.</summary>
internal interface IFileSource
{
    bool NeedsNetwork { get; }

    bool Serves(Uri address);

    /// <summary>Opens the file where the request wants to go on, or at zero if the source can't prove that it still has the same bytes.</summary>
    Task<FileBody> OpenAsync(FileRequest request, CancellationToken cancellationToken);
}

/// <summary>What is wanted of a source.</summary>
/// <param name="File">The file.</param>
/// <param name="Address">Where it is.</param>
/// <param name="BytesOnDisk">The bytes that are here already.</param>
/// <param name="Origin">Where those came from.</param>
/// <param name="End">Where to stop if the source can; null for the end of the file.</param>
internal sealed record FileRequest(ModelFile File, Uri Address, long BytesOnDisk, BytesOrigin? Origin, long? End = null)
{
    /// <summary>Whether the bytes on disk are this source's own and it can be asked whether it still has the same.</summary>
    public bool CanResume => BytesOnDisk > 0 && Origin?.Address == SafeAddress.Of(Address) && Origin.Condition is not null;

    /// <summary>Whether no retry follows: a source that answers only requests for a part with errors is then asked for the whole file.</summary>
    public bool IsLastTry { get; init; }

    /// <summary>Is told each address right before it is asked: redirects lead elsewhere.</summary>
    public Action<Uri>? Asking { get; init; }
}
