using Edge.AI.Disk;
using Edge.AI.Progress;

namespace Edge.AI.Store;

internal sealed class ModelStore(StoreLayout layout, ModelLock locks, ModelLeases leases, ModelPromoter promoter, TimeProvider time) : IModelStore
{
    public string Folder => layout.Root;

    public IReadOnlyList<StoredModel> List() => [.. layout.StoredIds().Order(StringComparer.Ordinal).Select(Stored).OfType<StoredModel>()];

    public async Task<ProvisionedModel?> FindAsync(EdgeModel model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var place = layout.PlaceOf(model);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (model.IsLocal)
                return ModelFinder.MayBeThere(place) ? LocalModelFile.Find(place) : null;
            if (ModelFinder.Find(place) is { } ready)
                return ready;

            return ModelFinder.MayBeThere(place) ? await ReadAsync(place, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            throw StorageFault.Describe(fault, place.Folder);
        }
    }

    public Task<IDisposable> LeaseAsync(EdgeModel model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return leases.AcquireAsync(model, cancellationToken);
    }

    public Task SealAsync(EdgeModel model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var place = layout.PlaceOf(model);
        return Task.Run(() => ModelSeal.Seal(place), cancellationToken);
    }

    public async Task<ModelVerification> VerifyAsync(string modelId, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelId);
        try
        {
            var verification = new ModelVerification { ModelId = modelId, Files = await VerifyFilesAsync(modelId, progress, cancellationToken).ConfigureAwait(false) };
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
        var folder = new DirectoryInfo(layout.FolderOf(modelId));
        return Task.Run(() => Remove(modelId, folder), cancellationToken); // Some file systems need seconds to free gigabytes.
    }

    public Task<PruneReport> PruneAsync(PruneOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        if (options.UnusedFor < TimeSpan.Zero)
            throw new ArgumentException("UnusedFor must be zero or more.", nameof(options));
        if (options is { Level: PruneLevel.Models, Catalog: null, UnusedFor: null })
            throw new ArgumentException("PruneLevel.Models needs Catalog, UnusedFor or both, which say which models are deleted.", nameof(options));

        return Task.Run(() => Prune(options, cancellationToken), cancellationToken);
    }

    private async Task<ProvisionedModel?> ReadAsync(ModelPlace place, CancellationToken cancellationToken)
    {
        var look = await ModelFinder.LookAsync(place, progress: null, cancellationToken).ConfigureAwait(false);
        if (look.Missing.Count > 0)
            return null;

        using var owned = TryOwn(place.Model.Id);
        return owned is not null
            ? await promoter.PromoteAsync(place, look.Found, staged: [], cancellationToken).ConfigureAwait(false)
            : promoter.Remember(place, look.Found, new IOException("The model folder cannot be written, or another process works in it."));
    }

    private ModelOwnership? TryOwn(string modelId)
    {
        try
        {
            return locks.TryAcquire(modelId);
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly) || readOnly is ModelStorageException)
        {
            return null; // No receipt can be written; the caller remembers the result for this process.
        }
    }

    private long Remove(string modelId, DirectoryInfo folder)
    {
        if (!folder.Exists)
            return 0;

        try
        {
            using var owned = locks.TryAcquire(modelId)
                ?? throw new ModelStorageException(folder.FullName, "is being provisioned.", "Cancel the download, or wait until it has ended.");
            using var unused = leases.TryExclude(modelId)
                ?? throw new ModelStorageException(folder.FullName, "is in use: a process has the model loaded.", "Dispose its chat clients, or end that process.");

            var bytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            ModelPruner.Delete(folder, layout.ReceiptOf(modelId));
            return bytes;
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            throw StorageFault.Describe(fault, folder.FullName);
        }
    }

    private PruneReport Prune(PruneOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new ModelPruner(layout, locks, leases, time).Prune(options, cancellationToken);
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
            files.Add(new() { Name = file.Name, Expected = file.Digest, Actual = actual });
        }

        progress?.End();
        return files;
    }

    /// <summary>Deletes the receipt, so that the next use reads the files again. If it cannot be deleted, at least this process does not trust it.</summary>
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
            // The verification is valid whether or not the receipt can be deleted.
        }
    }

    private StoredModel? Stored(string modelId) => ReceiptFile.Read(layout.ReceiptOf(modelId)) is { } receipt
        ? new()
        {
            Id = modelId,
            Folder = layout.FolderOf(modelId),
            Files = [.. receipt.Files.Select(file => new StoredFile { Name = file.Name, Size = file.Size, Digest = Sha256Digest.Parse(file.Sha256) })],
        }
        : null;
}
