using Edge.AI.Catalog.Parsing;
using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>Knows the paths of the model folder. Only this class turns names into paths.</summary>
internal sealed class StoreLayout(string root)
{
    private const string ReceiptName = ".receipt.json", LockFolder = ".locks";

    public string Root { get; } = Path.GetFullPath(root);

    public static StoreLayout Of(ProvisioningOptions options) => new(options.ModelDirectory ?? DefaultRoot());

    public ModelPlace PlaceOf(EdgeModel model) => model.LocalPath is { } path
        ? new(model, Path.GetDirectoryName(path)!, ReceiptPath: "", [.. model.Files.Select(file => new FilePlace(file, file.LocalPath ?? PathOf(model.Id, file.Name)))])
        : new(model, FolderOf(model.Id), ReceiptOf(model.Id), [.. model.Files.Select(file => new FilePlace(file, PathOf(model.Id, file.Name)))]);

    /// <exception cref="ArgumentException">The id, which need not come from a catalogue, is not a valid folder name.</exception>
    public string FolderOf(string modelId) => Path.Combine(Root, Safe(modelId, ModelRules.NameProblem));

    /// <exception cref="ArgumentException">The name, which may come from a receipt on disk, is not a plain file name.</exception>
    public string PathOf(string modelId, string fileName) => Path.Combine(FolderOf(modelId), Safe(fileName, ModelRules.FileNameProblem));

    public string ReceiptOf(string modelId) => Path.Combine(FolderOf(modelId), ReceiptName);

    /// <summary>Returns the path of the lock. It is outside the model's folder, because a lock file that is deleted while others wait for it excludes no one.</summary>
    public string LockOf(string modelId) => Path.Combine(Root, LockFolder, Safe(modelId, ModelRules.NameProblem) + ".lock");

    /// <summary>Returns the path of the lease file. Its last write time is the last use of the model. It is outside the model's folder for the same reason.</summary>
    public string LeaseOf(string modelId) => Path.Combine(Root, LockFolder, Safe(modelId, ModelRules.NameProblem) + ".lease");

    /// <summary>
    /// Returns the id of the model whose files a model uses; null if its files are outside the model folder. Files are compared, not paths: a link or another spelling of the
    /// path leads to the same model.
    /// </summary>
    public string? OwnerOf(EdgeModel model)
    {
        if (model.LocalPath is not { } path)
            return model.Id;
        if (!Directory.Exists(Root) || FileStamp.Of(path) is not { } file)
            return null;

        return Directory.EnumerateDirectories(Root)
            .Where(folder => ModelRules.NameProblem(Path.GetFileName(folder)) is null && Directory.EnumerateFiles(folder).Any(candidate => FileStamp.Of(candidate) == file))
            .Select(folder => Path.GetFileName(folder))
            .FirstOrDefault();
    }

    /// <summary>Returns the ids of all folders that a provisioner has worked in. Folders that others made are not included.</summary>
    public IEnumerable<string> KnownIds() => Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Where(id => ModelRules.NameProblem(id) is null && File.Exists(LockOf(id)))
        : [];

    public IEnumerable<string> StoredIds() => Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root).Where(folder => File.Exists(Path.Combine(folder, ReceiptName))).Select(folder => Path.GetFileName(folder))
        : [];

    private static string Safe(string name, Func<string, string?> problemOf) =>
        problemOf(name) is { } problem ? throw new ArgumentException(problem, nameof(name)) : name;

    private static string DefaultRoot() => Environment.GetEnvironmentVariable("EDGE_AI_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "Edge.AI", "models");
}
