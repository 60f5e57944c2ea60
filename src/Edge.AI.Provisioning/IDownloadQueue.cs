using System.Diagnostics.CodeAnalysis;

namespace Edge.AI;

/// <summary>Pauses, resumes, cancels and orders the downloads of an <see cref="IModelProvisioner"/>.</summary>
/// <remarks>Registered together with <see cref="IModelProvisioner"/>; both are the same object. Downloads of other processes are not affected.</remarks>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is the queue of downloads, although it is not a collection.")]
public interface IDownloadQueue
{
    /// <summary>Sets the priority of a model among the downloads that wait for one of the <see cref="ProvisioningOptions.MaxConcurrentDownloads"/>.</summary>
    /// <remarks>Transfers that already run are not interrupted. The priority stays until it is set again. Default: <see cref="DownloadPriority.Normal"/>.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="priority">The priority.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="priority"/> is not a defined value.</exception>
    void SetPriority(EdgeModel model, DownloadPriority priority);

    /// <summary>Pauses the download of a model until <see cref="Resume"/>. Its connections are closed, and its callers keep waiting.</summary>
    /// <remarks>If no download is in progress, the next one is paused.</remarks>
    /// <param name="model">The model.</param>
    void Pause(EdgeModel model);

    /// <summary>Pauses every model that was requested so far.</summary>
    void PauseAll();

    /// <summary>Resumes a paused download. It continues after the bytes on disk.</summary>
    /// <param name="model">The model.</param>
    [SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "The opposite of Pause is Resume, in C# and in the docs. Visual Basic can write [Resume].")]
    void Resume(EdgeModel model);

    /// <summary>Resumes every paused model.</summary>
    void ResumeAll();

    /// <summary>Cancels the download of a model for all its callers, and returns when its files are closed.</summary>
    /// <remarks>The callers see an <see cref="OperationCanceledException"/>. The downloaded bytes are kept for the next attempt.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Ends the wait for the files to be closed.</param>
    /// <returns>A task that completes when the files are closed.</returns>
    Task CancelAsync(EdgeModel model, CancellationToken cancellationToken = default);

    /// <summary>Cancels the downloads of all models, and returns when their files are closed.</summary>
    /// <param name="cancellationToken">Ends the wait for the files to be closed.</param>
    /// <returns>A task that completes when the files are closed.</returns>
    Task CancelAllAsync(CancellationToken cancellationToken = default);
}
