using Edge.AI.Disk;
using Edge.AI.Progress;
using Edge.AI.Sources;
using Edge.AI.Staging;
using Edge.AI.Store;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Pipeline;

/// <summary>The way of a model onto the disk.</summary>
internal sealed class ModelPipeline(ModelLock locks, SourceList sources, DiskSpace disk, FileStager stager, ModelPromoter promoter, bool allowUnverified, ILogger logger)
{
    public async Task<ProvisionedModel> RunAsync(ModelPlace place, ProgressTracker progress, DownloadControl control, CancellationToken cancellationToken)
    {
        EnsureVerifiable(place);
        try
        {
            return ModelFinder.Find(place) ?? await BringAsync(place, progress, control, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (StorageFault.IsDiskFull(fault))
        {
            throw disk.Full(place, fault);
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            throw StorageFault.Describe(fault, place.Folder, isDownload: place.Files.Any(file => PartialInspector.Inspect(file).BytesHere > 0));
        }
    }

    /// <summary>The model, if it is on disk: read and compared where nothing vouches for it. Null if something is missing. No request is made.</summary>
    /// <exception cref="ModelStorageException">A file can't be read.</exception>
    public async Task<ProvisionedModel?> FindAsync(ModelPlace place, ProgressTracker? progress, CancellationToken cancellationToken)
    {
        if (ModelFinder.Find(place) is { } ready)
            return ready;
        if (!ModelFinder.MayBeThere(place))
            return null;

        try
        {
            var look = await ModelFinder.LookAsync(place, progress, cancellationToken).ConfigureAwait(false);
            if (look.Missing.Count > 0)
                return null;

            using var owned = TryOwn(place.Model.Id);
            return owned is not null
                ? await promoter.PromoteAsync(place, look.Found, staged: [], cancellationToken).ConfigureAwait(false)
                : promoter.Remember(place, look.Found, new IOException("The model folder can't be written, or another process works in it."));
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            throw StorageFault.Describe(fault, place.Folder);
        }
    }

    private void EnsureVerifiable(ModelPlace place)
    {
        foreach (var file in place.Model.Files.Where(file => file.Digest is null))
        {
            if (!allowUnverified)
            {
                throw new ModelValidationException(
                    file.Name, $"of '{place.Model.Id}' has no digest in the catalogue, so that nobody could tell whether the right bytes arrived.", "Put its sha256 into the manifest, or set EdgeAI:AllowUnverifiedFiles to true.");
            }

            ProvisioningLog.Unverified(logger, file.Name, place.Model.Id);
        }
    }

    private async Task<ProvisionedModel> BringAsync(ModelPlace place, ProgressTracker progress, DownloadControl control, CancellationToken cancellationToken)
    {
        ModelOwnership ownership;
        try
        {
            StoreFolder.Prepare(Path.GetDirectoryName(place.Folder)!);
            ownership = await locks.AcquireAsync(place, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly) || readOnly is ModelStorageException)
        {
            if (await FindReadOnlyAsync(place, progress, readOnly, cancellationToken).ConfigureAwait(false) is { } found)
                return found;

            throw;
        }

        using var owned = ownership;
        Checkpoint.Pass("locked");
        if (owned.IsAlone)
            return await BringResumablyAsync(place, progress, control, cancellationToken).ConfigureAwait(false);

        // Locks do nothing here: what one process verifies, another must not be able to write to. The price is that nothing can be resumed.
        var apart = place.Apart();
        try
        {
            return await BringOwnedAsync(apart, progress, control, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var file in apart.Files)
                file.Discard();
        }
    }

    private async Task<ProvisionedModel> BringResumablyAsync(ModelPlace place, ProgressTracker progress, DownloadControl control, CancellationToken cancellationToken)
    {
        try
        {
            return await BringOwnedAsync(place, progress, control, cancellationToken).ConfigureAwait(false);
        }
        catch (EdgeAIException failure) when (failure.IsTransient && place.Files.Any(WillGoOn))
        {
            failure.AddHint("The bytes on disk stay, and the next attempt goes on from there.");
            throw;
        }
    }

    // From another source than the first the next attempt may start over.
    private static bool WillGoOn(FilePlace file) => PartialInspector.Inspect(file) switch
    {
        { Status: ResumeStatus.FileComplete } => true,
        { Status: ResumeStatus.CanResume, BytesHere: > 0, Origin: { } origin } => origin.Address == SafeAddress.Of(file.File.Source),
        _ => false,
    };

    /// <summary>In a folder that can't be written (an image, an ISO, another user's) nothing can be brought, but what is there and right can be used.</summary>
    /// <exception cref="ModelOfflineException">Something is missing, and offline mode is on.</exception>
    private async Task<ProvisionedModel?> FindReadOnlyAsync(ModelPlace place, ProgressTracker progress, Exception readOnly, CancellationToken cancellationToken)
    {
        var (found, missing) = await ModelFinder.LookAsync(place, progress, cancellationToken).ConfigureAwait(false);
        if (missing.Count == 0)
            return promoter.Remember(place, found, readOnly);

        sources.EnsureReachable(place, missing);
        return null;
    }

    private ModelOwnership? TryOwn(string modelId)
    {
        try
        {
            return locks.TryAcquire(modelId);
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly) || readOnly is ModelStorageException)
        {
            return null; // No receipt then; the caller remembers instead.
        }
    }

    private async Task<ProvisionedModel> BringOwnedAsync(ModelPlace place, ProgressTracker progress, DownloadControl control, CancellationToken cancellationToken)
    {
        var (found, missing) = await ModelFinder.LookAsync(place, progress, cancellationToken).ConfigureAwait(false);

        sources.EnsureReachable(place, missing);
        using var queued = disk.Queue(place, missing);
        Checkpoint.Pass("room found");

        var staged = new List<StagedFile>();
        foreach (var file in missing)
            staged.Add(await StageAsync(file, progress, control, cancellationToken).ConfigureAwait(false));

        var provisioned = await promoter.PromoteAsync(place, found, staged, cancellationToken).ConfigureAwait(false);
        ProvisioningLog.Promoted(logger, place.Model.Id, place.Folder);
        return provisioned;
    }

    private async Task<StagedFile> StageAsync(FilePlace file, ProgressTracker progress, DownloadControl control, CancellationToken cancellationToken)
    {
        var staged = await StageOrLeaveAsync(file, progress, control, cancellationToken).ConfigureAwait(false);
        Checkpoint.Pass("staged");
        ModelVerifier.Verify(staged);
        Checkpoint.Pass("verified");
        return staged;
    }

    private async Task<StagedFile> StageOrLeaveAsync(FilePlace file, ProgressTracker progress, DownloadControl control, CancellationToken cancellationToken)
    {
        try
        {
            return await stager.StageAsync(file, progress, control, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (new FileInfo(file.Partial) is { Exists: true, Length: 0 })
                file.Discard(); // A refused first body leaves no bytes, so there is nothing to go on from.

            throw;
        }
    }
}
