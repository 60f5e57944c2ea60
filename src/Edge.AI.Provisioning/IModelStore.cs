namespace Edge.AI;

/// <summary>The models on this machine's disk.</summary>
public interface IModelStore
{
    /// <summary>The complete models in the model folder, ordered by id. Partial downloads are not among them.</summary>
    IReadOnlyList<StoredModel> List();

    /// <summary>
    /// Reads every byte of a stored model again and compares the digests. A file that is not intact any more loses its receipt,
    /// so that the next <see cref="IModelProvisioner.EnsureAsync"/> brings it anew.
    /// </summary>
    /// <returns>The condition of each file; no files if the model is not stored.</returns>
    /// <param name="modelId">The model's id.</param>
    /// <param name="progress">Told how far the reading is, in the state <see cref="ProvisioningState.Verifying"/>; the last report has the fraction 1.0. Nothing is told of a model that is not stored.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ModelStorageException">A file can't be read.</exception>
    Task<ModelVerification> VerifyAsync(string modelId, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a model and everything that an interrupted download left of it.</summary>
    /// <returns>The bytes that became free; 0 if there was nothing.</returns>
    /// <exception cref="ModelStorageException">The model is loaded or being provisioned right now, by this process or another, or a file can't be deleted.</exception>
    Task<long> RemoveAsync(string modelId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes what is of no use any more, or only tells what that is. Nothing goes of a model that is loaded or being provisioned, by this process or another,
    /// and only what this library made is touched.
    /// </summary>
    /// <param name="options">What may go; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work between two models.</param>
    /// <exception cref="ArgumentException"><see cref="PruneLevel.Models"/> with neither a catalogue nor a time, or a time below zero.</exception>
    /// <exception cref="ModelStorageException">A file can't be deleted.</exception>
    Task<PruneReport> PruneAsync(PruneOptions? options = null, CancellationToken cancellationToken = default);
}
