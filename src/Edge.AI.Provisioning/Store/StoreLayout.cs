using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Store;

/// <summary>The paths of the model folder; the only place that turns names into paths.</summary>
internal sealed class StoreLayout(string root)
{
    private const string ReceiptName = ".receipt.json", LockFolder = ".locks";

    public string Root { get; } = Path.GetFullPath(root);

    public static StoreLayout Of(ProvisioningOptions options) => new(options.ModelDirectory ?? DefaultRoot());

    public ModelPlace PlaceOf(EdgeModel model) =>
        new(model, FolderOf(model.Id), ReceiptOf(model.Id), [.. model.Files.Select(file => new FilePlace(file, PathOf(model.Id, file.Name)))]);

    /// <exception cref="ArgumentException">The id, which need not come from a catalogue, could not name a folder.</exception>
    public string FolderOf(string modelId) => Path.Combine(Root, Safe(modelId, ModelRules.NameProblem));

    /// <exception cref="ArgumentException">The name, which may come from a receipt on disk, is no plain file name.</exception>
    public string PathOf(string modelId, string fileName) => Path.Combine(FolderOf(modelId), Safe(fileName, ModelRules.FileNameProblem));

    public string ReceiptOf(string modelId) => Path.Combine(FolderOf(modelId), ReceiptName);

    /// <summary>Outside the model's folder: a lock file that is deleted while others wait for it locks nothing.</summary>
    public string LockOf(string modelId) => Path.Combine(Root, LockFolder, Safe(modelId, ModelRules.NameProblem) + ".lock");

    /// <summary>Shared by those who have the model open; its time of change is when it was last used. It stays for the same reason.</summary>
    public string LeaseOf(string modelId) => Path.Combine(Root, LockFolder, Safe(modelId, ModelRules.NameProblem) + ".lease");

    /// <summary>The ids of all folders that a provisioner has worked in, whatever is left there; nobody else's folder is among them.</summary>
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
