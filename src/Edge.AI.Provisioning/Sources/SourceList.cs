using Edge.AI.Catalog;
using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>Which source serves which address, and which of them may be asked at all.</summary>
internal sealed class SourceList(IReadOnlyList<IFileSource> sources, bool offline, string offlineSetting = "EdgeAI:Offline")
{
    /// <summary>The places of a file, in the order in which they are tried.</summary>
    public IReadOnlyList<(IFileSource Source, Uri Address)> Of(ModelFile file) =>
        [.. file.Mirrors.Prepend(file.Source).Select(address => (Source: SourceOf(file, address), Address: address)).Where(place => !offline || !place.Source.NeedsNetwork)];

    /// <exception cref="ModelOfflineException">A file can be had from the network only, and that is forbidden.</exception>
    public void EnsureReachable(ModelPlace place, IReadOnlyList<FilePlace> missing)
    {
        if (missing.Any(file => Of(file.File).Count == 0))
            throw new ModelOfflineException(place.Model.Id, place.Folder, offlineSetting);
    }

    private IFileSource SourceOf(ModelFile file, Uri address) => sources.FirstOrDefault(source => address.IsAbsoluteUri && source.Serves(address))
        ?? throw new ModelDownloadException(
            EdgeErrorCodes.DownloadRejected,
            $"'{file.Name}' can't be fetched from {SafeAddress.Of(address)}: only https, http on loopback and app: are understood.",
            "Mend the address in the manifest.",
            isTransient: false);
}
