namespace Edge.AI.Store;

/// <summary>Where a model belongs on disk. Made by <see cref="StoreLayout"/> only, which has checked every name in it.</summary>
internal sealed record ModelPlace(EdgeModel Model, string Folder, string ReceiptPath, IReadOnlyList<FilePlace> Files)
{
    /// <summary>The same for every description of the same bytes under the same id.</summary>
    public string Key { get; } = $"{Model.Id}|{string.Join('|', Files.Select(file => $"{file.File.Name}:{file.File.Size}:{file.File.Digest}"))}";

    /// <summary>The same place, with partials that no other process knows of.</summary>
    public ModelPlace Apart() => this with { Files = [.. Files.Select(file => file with { Partial = Path.Combine(Folder, $".{Path.GetRandomFileName()}.partial") })] };

    /// <param name="stamps">What the files were like when they were verified or found.</param>
    public ProvisionedModel Provisioned(IReadOnlyList<FileStamp> stamps) => new(Model, Folder, [.. Files.Select(file => file.Target)]) { Stamps = stamps };
}

/// <summary>Where a file belongs on disk, and where it is until all its bytes are there.</summary>
internal sealed record FilePlace(ModelFile File, string Target)
{
    public string Partial { get; init; } = Target + ".partial";

    public string Journal => Partial + ".json";

    /// <summary>Deletes what is there of the file on its way, journal first: it must never speak of a partial that is another.</summary>
    public void Discard()
    {
        if (!Directory.Exists(Path.GetDirectoryName(Partial)))
            return;

        System.IO.File.Delete(Journal);
        System.IO.File.Delete(Partial);
    }
}
