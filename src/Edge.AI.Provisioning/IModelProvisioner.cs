namespace Edge.AI;

/// <summary>
/// Brings models onto this machine: found, or downloaded into the model folder, verified and only then visible.
/// Safe to call from any number of threads and processes at once; every model is fetched by one of them only.
/// </summary>
public interface IModelProvisioner
{
    /// <summary>
    /// The model's files, ready to be opened. Returns at once, with no network, when they are on disk unchanged;
    /// otherwise fetches what is missing, from where an earlier attempt ended if the server allows it.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="progress">Told how far it is; the last report has the state <see cref="ProvisioningState.Completed"/> and the fraction 1.0.</param>
    /// <param name="cancellationToken">
    /// Ends this call's wait. The work itself goes on for others who wait for the same model, and ends with the last of them;
    /// what was fetched stays and is used next time.
    /// </param>
    /// <exception cref="ArgumentException">An id or file name of the model can't be used as a file name, or a size is not above 0.</exception>
    /// <exception cref="ModelOfflineException">The model is not on disk and <see cref="ProvisioningOptions.Offline"/> is on.</exception>
    /// <exception cref="InsufficientStorageException">The volume has too little room for this model and all others that are on their way to it; raised before the first byte.</exception>
    /// <exception cref="ModelDownloadException">No source delivered the file.</exception>
    /// <exception cref="ModelChecksumException">The bytes are not those of the manifest; they were deleted.</exception>
    /// <exception cref="ModelValidationException">What the source delivers is no GGUF file.</exception>
    /// <exception cref="ModelStorageException">The model folder can't be read or written.</exception>
    Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>How far the model is right now, and what an interrupted download left of each file. Reads the disk only.</summary>
    ProvisioningStatus GetStatus(EdgeModel model);

    /// <summary>
    /// The progress of a model for any number of watchers, whoever fetches it: the present state at once, then every newer one
    /// (a slow watcher misses some, never the last), until it is completed, failed or cancelled. Watching starts nothing.
    /// </summary>
    IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets the model's files wait before or after others for one of the <see cref="ProvisioningOptions.MaxConcurrentDownloads"/>. Running transfers go on.
    /// Holds until it is set anew. Default: <see cref="DownloadPriority.Normal"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such priority.</exception>
    void SetPriority(EdgeModel model, DownloadPriority priority);

    /// <summary>
    /// Closes the connection of a running download, or lets the next one wait, until <see cref="ResumeAsync"/>; who waits for the model goes on waiting.
    /// </summary>
    Task PauseAsync(EdgeModel model, CancellationToken cancellationToken = default);

    /// <summary><see cref="PauseAsync"/> for every model that was asked for so far.</summary>
    Task PauseAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets a paused download go on from the bytes on disk.</summary>
    Task ResumeAsync(EdgeModel model, CancellationToken cancellationToken = default);

    /// <summary><see cref="ResumeAsync"/> for every model.</summary>
    Task ResumeAllAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the work on a model for everybody who waits for it (they see an <see cref="OperationCanceledException"/>), and returns when its files are closed.
    /// What was fetched stays and is used next time.
    /// </summary>
    Task CancelAsync(EdgeModel model, CancellationToken cancellationToken = default);

    /// <summary><see cref="CancelAsync"/> for every model.</summary>
    Task CancelAllAsync(CancellationToken cancellationToken = default);
}
