using Edge.AI.Progress;

namespace Edge.AI.Store;

internal sealed class ModelStore(StoreLayout layout, ModelLock locks, ModelLeases leases, TimeProvider time) : IModelStore
{
    public IReadOnlyList<StoredModel> List() => [.. layout.StoredIds().Order(StringComparer.Ordinal).Select(Stored).OfType<StoredModel>()];

    public async Task<ModelVerification> VerifyAsync(string modelId, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelId);
        try
        {
            var verification = new ModelVerification(modelId, await VerifyFilesAsync(modelId, progress, cancellationToken).ConfigureAwait(false));
            if (verification.Files.Any(file => !file.IsIntact))
                DropReceipt(verification);

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
            using var unused = leases.TryExclude(modelId)
                ?? throw new ModelStorageException(folder.FullName, "is in use: a process has the model loaded.", "Dispose its chat clients or end that process first.");

            var bytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            ModelPruner.Delete(folder, layout.ReceiptOf(modelId));
            return Task.FromResult(bytes);
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            throw StorageFault.Describe(fault, folder.FullName);
        }
    }

    public Task<PruneReport> PruneAsync(PruneOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        if (options.UnusedFor < TimeSpan.Zero)
            throw new ArgumentException("UnusedFor must be zero or more.", nameof(options));
        if (options is { Level: PruneLevel.Models, Catalog: null, UnusedFor: null })
            throw new ArgumentException("Say which models may go: set Catalog, UnusedFor or both.", nameof(options));

        try
        {
            return Task.FromResult(new ModelPruner(layout, locks, leases, time).Prune(options, cancellationToken));
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            throw StorageFault.Describe(fault, layout.Root);
        }
    }

    private async Task<IReadOnlyList<FileVerification>> VerifyFilesAsync(string modelId, IProgress<ProvisioningProgress>? listener, CancellationToken cancellationToken)
    {
        if (Stored(modelId) is not { } stored)
            return [];

        var progress = listener is null ? null : new VerificationProgress(stored, listener, time);
        var files = new List<FileVerification>();
        foreach (var file in stored.Files)
        {
            progress?.Begin(files.Count);
            var path = layout.PathOf(modelId, file.Name);
            Sha256Digest? actual = FileStamp.Of(path) is not null ? await FileDigest.ReadAsync(path, progress is null ? null : progress.Read, cancellationToken).ConfigureAwait(false) : null;
            files.Add(new(file.Name, file.Digest, actual));
        }

        progress?.End();
        return files;
    }

    /// <summary>So that the next use reads the files again. Where the receipt can't be deleted, at least this process does not trust it.</summary>
    private void DropReceipt(ModelVerification verification)
    {
        foreach (var file in verification.Files.Where(file => !file.IsIntact))
            VerifiedFiles.Refute(layout.PathOf(verification.ModelId, file.Name), file.Expected.ToString());

        try
        {
            File.Delete(layout.ReceiptOf(verification.ModelId));
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly))
        {
            // What was found out is the answer, whether or not it can be noted.
        }
    }

    private StoredModel? Stored(string modelId) => ReceiptFile.Read(layout.ReceiptOf(modelId)) is { } receipt
        ? new(modelId, layout.FolderOf(modelId), [.. receipt.Files.Select(file => new StoredFile(file.Name, file.Size, Sha256Digest.Parse(file.Sha256)))])
        : null;
}
