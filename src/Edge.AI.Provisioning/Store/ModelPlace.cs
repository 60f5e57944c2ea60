using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>The paths of a model on disk. Made only by <see cref="StoreLayout"/>, which has validated every name in it.</summary>
internal sealed record ModelPlace(EdgeModel Model, string Folder, string ReceiptPath, IReadOnlyList<FilePlace> Files)
{
    /// <summary>Equal for all descriptions of the same bytes under the same id.</summary>
    public string Key { get; } = $"{Model.Id}|{Model.LocalPath}|{string.Join('|', Files.Select(file => $"{file.File.Name}:{file.File.Size}:{file.File.Digest}"))}";

    /// <summary>Returns the same place with private partials, whose names no other process knows.</summary>
    public ModelPlace Apart() => this with { Files = [.. Files.Select(file => file with { Partial = Path.Combine(Folder, $".{Path.GetRandomFileName()}.partial") })] };

    /// <param name="stamps">The state of the files when they were verified or found.</param>
    public ProvisionedModel Provisioned(IReadOnlyList<FileStamp> stamps) =>
        new() { Model = Model, Folder = Folder, Files = [.. Files.Select(file => file.Target)], Stamps = stamps };
}

/// <summary>The paths of a file on disk: its final one, and that of its partial.</summary>
internal sealed record FilePlace(ModelFile File, string Target)
{
    public string Partial { get; init; } = Target + ".partial";

    public string Journal => Partial + ".json";

    /// <summary>Deletes partial and journal. The journal is deleted first, so that it never describes another partial.</summary>
    public void Discard()
    {
        if (!Directory.Exists(Path.GetDirectoryName(Partial)))
            return;

        System.IO.File.Delete(Journal);
        System.IO.File.Delete(Partial);
    }
}
