namespace Edge.AI;

/// <summary>Manages the models in the model folder.</summary>
/// <remarks>The store does not change files outside the model folder. A model of <see cref="EdgeModel.FromFile"/> is usually there.</remarks>
public interface IModelStore
{
    /// <summary>Gets the full path of the model folder. It need not exist yet.</summary>
    string Folder { get; }

    /// <summary>Lists the complete models in the model folder, ordered by id. Partial downloads are not included.</summary>
    /// <returns>The models.</returns>
    IReadOnlyList<StoredModel> List();

    /// <summary>Finds a model on disk without downloading anything. Files without a valid receipt are read and compared with their digests.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The model's files, or <see langword="null"/> if a file is missing or wrong.</returns>
    /// <exception cref="ModelStorageException">A file cannot be read.</exception>
    Task<ProvisionedModel?> FindAsync(EdgeModel model, CancellationToken cancellationToken = default);

    /// <summary>Takes a lease on a model, so that no process deletes it until the lease is disposed. Several leases on a model can be held at once.</summary>
    /// <remarks>
    /// Waits while another process deletes the model. A model of <see cref="EdgeModel.FromFile"/> needs a lease only if its file is in the model folder; otherwise the returned lease has no effect.
    /// If the file system or another program makes a lease impossible, a warning is logged and the returned lease has no effect.
    /// </remarks>
    /// <param name="model">The model. It need not be on disk yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lease. Dispose it when the files are closed.</returns>
    Task<IDisposable> LeaseAsync(EdgeModel model, CancellationToken cancellationToken = default);

    /// <summary>Seals a model that is on disk, so that its receipt stays valid when its folder is copied: into a container image, for example.</summary>
    /// <remarks>
    /// A receipt is normally valid only for the files of one volume. A sealed one also accepts copies whose length and samples are equal. Seal a folder only
    /// if what carries it protects the bytes, as the digests of an image's layers do.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Cancels the sealing.</param>
    /// <returns>A task that completes when the receipt is written.</returns>
    /// <exception cref="ModelStorageException">The model is not on disk, or its receipt cannot be written.</exception>
    Task SealAsync(EdgeModel model, CancellationToken cancellationToken = default);

    /// <summary>Reads every byte of a stored model again, and compares the digests.</summary>
    /// <remarks>If a file is damaged, the model loses its receipt, so that the next <see cref="IModelProvisioner.EnsureAsync"/> downloads that file again.</remarks>
    /// <param name="modelId">The model's id.</param>
    /// <param name="progress">Receives the progress, in the state <see cref="ProvisioningState.Verifying"/>. The last report has the fraction 1.0. There are no reports for a model that is not stored.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The condition of each file. There are no files if the model is not stored.</returns>
    /// <exception cref="ModelStorageException">A file cannot be read.</exception>
    Task<ModelVerification> VerifyAsync(string modelId, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a model and everything that an interrupted download left of it.</summary>
    /// <param name="modelId">The model's id.</param>
    /// <param name="cancellationToken">Cancels the call before the deletion starts.</param>
    /// <returns>The number of bytes that became free; 0 if there was nothing.</returns>
    /// <exception cref="ModelStorageException">A process has the model loaded or is provisioning it, or a file cannot be deleted.</exception>
    Task<long> RemoveAsync(string modelId, CancellationToken cancellationToken = default);

    /// <summary>Deletes files that are no longer needed, or only reports them.</summary>
    /// <remarks>Files of models that a process has loaded or is provisioning are kept, and only files that this library made are deleted.</remarks>
    /// <param name="options">What is deleted; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work between two models.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="ArgumentException"><see cref="PruneLevel.Models"/> is set with neither a catalogue nor a time, or the time is negative.</exception>
    /// <exception cref="ModelStorageException">A file cannot be deleted.</exception>
    Task<PruneReport> PruneAsync(PruneOptions? options = null, CancellationToken cancellationToken = default);
}
