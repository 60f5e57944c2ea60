namespace Edge.AI;

/// <summary>Brings models onto this machine. A model's files are downloaded, verified, and visible only when all of them are complete.</summary>
/// <remarks>
/// Safe to call from any number of threads and processes at once: only one of them downloads a model. The same object is the <see cref="IDownloadQueue"/>,
/// which pauses, resumes, cancels and orders downloads.
/// </remarks>
public interface IModelProvisioner
{
    /// <summary>Returns the model's files, ready to be opened. Downloads what is missing.</summary>
    /// <remarks>
    /// If the files are on disk unchanged, no network is used. Otherwise an interrupted download continues where it ended, if the server supports it.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="progress">Receives the progress. The last report has the state <see cref="ProvisioningState.Completed"/> and the fraction 1.0.</param>
    /// <param name="cancellationToken">
    /// Ends this call's wait. The download continues for other callers that wait for the same model, and stops when the last of them has left.
    /// The downloaded bytes are kept for the next attempt.
    /// </param>
    /// <returns>The model's files.</returns>
    /// <exception cref="ModelOfflineException">The model is not on disk, and <see cref="ProvisioningOptions.Offline"/> is on.</exception>
    /// <exception cref="InsufficientStorageException">The volume has too little room for this model and the other queued downloads. Thrown before the first byte.</exception>
    /// <exception cref="ModelDownloadException">No source delivered the file.</exception>
    /// <exception cref="ModelChecksumException">The bytes differ from the manifest's digest. They were deleted.</exception>
    /// <exception cref="ModelValidationException">The source does not deliver a valid GGUF file.</exception>
    /// <exception cref="ModelStorageException">The model folder cannot be read or written.</exception>
    Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Returns the current progress of a model, and what an interrupted download left of each file.</summary>
    /// <remarks>Reads only the disk. If no run is in progress, the disk tells the progress.</remarks>
    /// <param name="model">The model.</param>
    /// <returns>The status.</returns>
    ProvisioningStatus GetStatus(EdgeModel model);

    /// <summary>Watches the progress of a model, whichever caller downloads it. Does not start a download.</summary>
    /// <remarks>
    /// Yields the current state first and then every change, until the state is completed, failed or cancelled. A slow reader misses intermediate states, but never the last one.
    /// If no run is in progress and the last one of this object has failed or was cancelled, that is the current state, and nothing comes after it. A call of <see cref="EnsureAsync"/>
    /// ends this at once, so call it before this method.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Stops watching.</param>
    /// <returns>The progress.</returns>
    IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default);
}
