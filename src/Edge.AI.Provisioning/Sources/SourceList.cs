using Edge.AI.Catalog;
using Edge.AI.Store;

namespace Edge.AI.Sources;

/// <summary>Chooses the sources of a file.</summary>
internal sealed class SourceList(IReadOnlyList<IFileSource> sources, bool offline, string offlineSetting = "EdgeAI:Offline")
{
    /// <summary>Returns the sources and addresses of a file, in the order in which they are tried.</summary>
    public IReadOnlyList<(IFileSource Source, Uri Address)> Of(ModelFile file) =>
        [.. file.Mirrors.Prepend(file.Source).Select(address => (Source: SourceOf(file, address), Address: address)).Where(place => !offline || !place.Source.NeedsNetwork)];

    /// <exception cref="ModelOfflineException">A file is available only from the network, and offline mode is on.</exception>
    public void EnsureReachable(ModelPlace place, IReadOnlyList<FilePlace> missing)
    {
        if (missing.Any(file => Of(file.File).Count == 0))
            throw new ModelOfflineException(place.Model.Id, place.Folder, offlineSetting);
    }

    private IFileSource SourceOf(ModelFile file, Uri address) => sources.FirstOrDefault(source => address.IsAbsoluteUri && source.Serves(address))
        ?? throw new ModelDownloadException(
            EdgeErrorCodes.DownloadRejected,
            $"'{file.Name}' cannot be downloaded from {SafeAddress.Of(address)}: only https, http on this machine and app: are supported.",
            "Correct the address in the manifest.",
            isTransient: false);
}
