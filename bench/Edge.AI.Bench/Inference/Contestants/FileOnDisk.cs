namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>Replaces provisioning: the model is a file on disk.</summary>
internal sealed class FileOnDisk(string path) : IModelProvisioner
{
    public static EdgeModel Model { get; } = new()
    {
        Id = "bench",
        DisplayName = "Bench",
        License = "none",
        ContextLength = 1 << 15,
        Capabilities = ModelCapabilities.Chat,
        Files = [new() { Name = "bench.gguf", Source = new("app:bench.gguf"), Size = 1, Digest = Sha256Digest.Parse(new('0', 64)) }],
    };

    public Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ProvisionedModel { Model = model, Folder = Path.GetDirectoryName(path)!, Files = [path] });

    public ProvisioningStatus GetStatus(EdgeModel model) => throw new NotSupportedException();

    public IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
