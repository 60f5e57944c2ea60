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
    /// <exception cref="ModelStorageException">A file can't be read.</exception>
    Task<ModelVerification> VerifyAsync(string modelId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a model and everything that an interrupted download left of it.</summary>
    /// <returns>The bytes that became free; 0 if there was nothing.</returns>
    /// <exception cref="ModelStorageException">The model is being provisioned right now, or a file can't be deleted.</exception>
    Task<long> RemoveAsync(string modelId, CancellationToken cancellationToken = default);
}
