namespace Edge.AI.Provisioning;

/// <summary>The paths of the model folder; the only place that turns names into paths.</summary>
internal sealed class StoreLayout(string root)
{
    private const string ReceiptName = ".receipt.json";

    public string Root { get; } = Path.GetFullPath(root);

    public static StoreLayout Of(ProvisioningOptions options) => new(options.ModelDirectory ?? DefaultRoot());

    /// <exception cref="ArgumentException">A name can't be used as a file name, or a size is not above 0.</exception>
    public ModelPlace PlaceOf(EdgeModel model)
    {
        var folder = FolderOf(model.Id);
        if (model.Files.Count == 0)
            throw new ArgumentException($"The model '{model.Id}' has no files.", nameof(model));
        if (model.Files.FirstOrDefault(file => file.Size <= 0) is { } empty)
            throw new ArgumentException($"The size of '{empty.Name}' is {empty.Size}; it must be above 0.", nameof(model));
        if (model.Files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The model '{model.Id}' has several files called '{twice.Key}'.", nameof(model));

        return new(model, folder, ReceiptOf(model.Id), [.. model.Files.Select(file => new FilePlace(file, PathOf(model.Id, file.Name)))]);
    }

    public string FolderOf(string modelId) => Path.Combine(Root, PlainName.Require(modelId, "model id"));

    public string PathOf(string modelId, string fileName) => Path.Combine(FolderOf(modelId), PlainName.Require(fileName, "file name"));

    public string ReceiptOf(string modelId) => Path.Combine(FolderOf(modelId), ReceiptName);

    /// <summary>Outside the model's folder: a lock file that is deleted while others wait for it locks nothing.</summary>
    public string LockOf(string modelId) => Path.Combine(Root, ".locks", PlainName.Require(modelId, "model id") + ".lock");

    public IEnumerable<string> StoredIds() => Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root).Where(folder => File.Exists(Path.Combine(folder, ReceiptName))).Select(folder => Path.GetFileName(folder))
        : [];

    private static string DefaultRoot() => Environment.GetEnvironmentVariable("EDGE_AI_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "Edge.AI", "models");
}
