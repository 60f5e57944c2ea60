namespace Edge.AI.Provisioning;

internal sealed class ModelStore(StoreLayout layout, ModelLock locks) : IModelStore
{
    public IReadOnlyList<StoredModel> List() => [.. layout.StoredIds().Order(StringComparer.Ordinal).Select(Stored).OfType<StoredModel>()];

    public async Task<ModelVerification> VerifyAsync(string modelId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelId);
        try
        {
            var verification = new ModelVerification(modelId, await VerifyFilesAsync(modelId, cancellationToken).ConfigureAwait(false));
            if (verification.Files.Any(file => !file.IsIntact))
                File.Delete(layout.ReceiptOf(modelId));

            return verification;
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            throw StorageFault.Describe(fault, layout.FolderOf(modelId));
        }
    }

    public Task<long> RemoveAsync(string modelId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelId);
        cancellationToken.ThrowIfCancellationRequested();
        var folder = new DirectoryInfo(layout.FolderOf(modelId));
        if (!folder.Exists)
            return Task.FromResult(0L);

        try
        {
            using var owned = locks.TryAcquire(modelId)
                ?? throw new ModelStorageException(folder.FullName, "is being provisioned right now.", "Cancel that first, or wait until it has ended.");

            var bytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            File.Delete(layout.ReceiptOf(modelId)); // First: a model that is half deleted must not be visible.
            folder.Delete(recursive: true);
            return Task.FromResult(bytes);
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            throw StorageFault.Describe(fault, folder.FullName);
        }
    }

    private async Task<IReadOnlyList<FileVerification>> VerifyFilesAsync(string modelId, CancellationToken cancellationToken)
    {
        var files = new List<FileVerification>();
        foreach (var file in Stored(modelId)?.Files ?? [])
        {
            var path = layout.PathOf(modelId, file.Name);
            Sha256Digest? actual = File.Exists(path) ? await FileDigest.ReadAsync(path, cancellationToken).ConfigureAwait(false) : null;
            files.Add(new(file.Name, file.Digest, actual));
        }

        return files;
    }

    private StoredModel? Stored(string modelId) => ReceiptFile.Read(layout.ReceiptOf(modelId)) is { } receipt
        ? new(modelId, layout.FolderOf(modelId), [.. receipt.Files.Select(file => new StoredFile(file.Name, file.Size, Sha256Digest.Parse(file.Sha256)))])
        : null;
}
