namespace Edge.AI.Provisioning;

/// <summary>Where a model belongs on disk. Made by <see cref="StoreLayout"/> only, which has checked every name in it.</summary>
internal sealed record ModelPlace(EdgeModel Model, string Folder, string ReceiptPath, IReadOnlyList<FilePlace> Files)
{
    /// <summary>The same for every description of the same bytes under the same id.</summary>
    public string Key { get; } = $"{Model.Id}|{string.Join('|', Files.Select(file => $"{file.File.Name}:{file.File.Size}:{file.File.Digest}"))}";

    public ProvisionedModel Provisioned => new(Model, Folder, [.. Files.Select(file => file.Target)]);
}

/// <summary>Where a file belongs on disk, and where it is until all its bytes are there.</summary>
internal sealed record FilePlace(ModelFile File, string Target)
{
    public string Partial => Target + ".partial";

    public string Journal => Partial + ".json";
}
