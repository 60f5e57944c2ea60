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
        Files = [new("bench.gguf", new("app:bench.gguf"), 1, Sha256Digest.Parse(new('0', 64)))],
    };

    public Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ProvisionedModel(model, Path.GetDirectoryName(path)!, [path]));

    public ProvisioningStatus GetStatus(EdgeModel model) => throw new NotSupportedException();

    public IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void SetPriority(EdgeModel model, DownloadPriority priority) => throw new NotSupportedException();

    public Task PauseAllAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResumeAllAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task CancelAllAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task PauseAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResumeAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task CancelAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
