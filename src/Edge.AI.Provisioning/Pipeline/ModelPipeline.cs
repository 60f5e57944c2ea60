using Edge.AI.Catalog;
using Edge.AI.Disk;
using Edge.AI.Sources;
using Edge.AI.Staging;
using Edge.AI.Store;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Pipeline;

/// <summary>Brings a model onto the disk: finds what is there, downloads what is missing, verifies it and promotes it.</summary>
internal sealed class ModelPipeline(ModelLock locks, SourceList sources, DiskSpace disk, FileStager stager, ModelPromoter promoter, bool allowUnverified, ILogger logger)
{
    public async Task<ProvisionedModel> RunAsync(ProvisioningRun run)
    {
        var place = run.Place;
        try
        {
            if (run.Model.IsLocal)
                return LocalModelFile.Find(place);

            EnsureVerifiable(run.Model);
            return ModelFinder.Find(place) ?? await BringAsync(run).ConfigureAwait(false);
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

    private void EnsureVerifiable(EdgeModel model)
    {
        foreach (var file in model.Files.Where(file => file.Digest is null))
        {
            if (!allowUnverified)
            {
                throw new ModelValidationException(
                    file.Name, $"(model '{model.Id}') has no SHA-256 in its manifest, so its content cannot be verified.", "Add its sha256 to the manifest, or set EdgeAI:AllowUnverifiedFiles to true.");
            }

            PipelineLog.Unverified(logger, file.Name, model.Id);
        }
    }

    private async Task<ProvisionedModel> BringAsync(ProvisioningRun run)
    {
        var place = run.Place;
        ModelOwnership ownership;
        try
        {
            StoreFolder.Prepare(Path.GetDirectoryName(place.Folder)!);
            ownership = await locks.AcquireAsync(place, run.Progress, run.Token).ConfigureAwait(false);
        }
        catch (Exception readOnly) when (StorageFault.Is(readOnly) || readOnly is ModelStorageException)
        {
            if (await FindReadOnlyAsync(run, readOnly).ConfigureAwait(false) is { } found)
                return found;

            throw;
        }

        using var owned = ownership;
        Checkpoint.Pass("locked");
        if (owned.IsAlone)
            return await BringResumablyAsync(run).ConfigureAwait(false);

        // The file system has no working locks, so another process might write to the partial that this one verifies.
        // Private partials prevent that, but they cannot be resumed.
        var apart = place.Apart();
        try
        {
            return await BringOwnedAsync(run with { Place = apart }).ConfigureAwait(false);
        }
        finally
        {
            foreach (var file in apart.Files)
                file.Discard();
        }
    }

    private async Task<ProvisionedModel> BringResumablyAsync(ProvisioningRun run)
    {
        try
        {
            return await BringOwnedAsync(run).ConfigureAwait(false);
        }
        catch (EdgeAIException failure) when (failure.IsTransient && run.Place.Files.Any(CanContinue))
        {
            failure.AddHint("The bytes on disk are kept, and the next attempt continues after them.");
            throw;
        }
    }

    // Bytes that came from a mirror are not a promise: the next attempt begins with the first source.
    private static bool CanContinue(FilePlace file) => PartialInspector.Inspect(file) switch
    {
        { Status: ResumeStatus.FileComplete } => true,
        { Status: ResumeStatus.CanResume, BytesHere: > 0, Origin: { } origin } => origin.Address == SafeAddress.Of(file.File.Source),
        _ => false,
    };

    /// <summary>Looks for the model in a folder that cannot be written: an image, an ISO, another user's folder. Nothing can be downloaded there, but a complete model can be used.</summary>
    /// <exception cref="ModelOfflineException">A file is missing, and offline mode is on.</exception>
    private async Task<ProvisionedModel?> FindReadOnlyAsync(ProvisioningRun run, Exception readOnly)
    {
        var (found, missing) = await ModelFinder.LookAsync(run.Place, run.Progress, run.Token).ConfigureAwait(false);
        if (missing.Count == 0)
            return promoter.Remember(run.Place, found, readOnly);

        sources.EnsureReachable(run.Place, missing);
        return null;
    }

    private async Task<ProvisionedModel> BringOwnedAsync(ProvisioningRun run)
    {
        var (found, missing) = await ModelFinder.LookAsync(run.Place, run.Progress, run.Token).ConfigureAwait(false);

        sources.EnsureReachable(run.Place, missing);
        using var queued = disk.Queue(run.Place, missing);
        Checkpoint.Pass("room found");

        var staged = new List<StagedFile>();
        foreach (var file in missing)
            staged.Add(await StageAsync(run, file).ConfigureAwait(false));

        var provisioned = await promoter.PromoteAsync(run.Place, found, staged, run.Token).ConfigureAwait(false);
        PipelineLog.Promoted(logger, run.Model.Id, run.Place.Folder);
        return provisioned;
    }

    private async Task<StagedFile> StageAsync(ProvisioningRun run, FilePlace file)
    {
        StagedFile staged;
        try
        {
            staged = await stager.StageAsync(run, file).ConfigureAwait(false);
        }
        catch
        {
            if (new FileInfo(file.Partial) is { Exists: true, Length: 0 })
                file.Discard(); // The first body was refused before any byte was written, so there is nothing to resume.

            throw;
        }

        Checkpoint.Pass("staged");
        ModelVerifier.Verify(staged);
        Checkpoint.Pass("verified");
        return staged;
    }
}
