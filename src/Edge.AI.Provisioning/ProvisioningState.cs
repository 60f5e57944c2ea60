namespace Edge.AI;

/// <summary>Specifies the state of the work on a model.</summary>
public enum ProvisioningState
{
    /// <summary>The work has not begun, or it waits for a free download or for another process that works on the same model.</summary>
    Pending,

    /// <summary>Bytes are being downloaded.</summary>
    Downloading,

    /// <summary>The download is paused by <see cref="IDownloadQueue.Pause"/>.</summary>
    Paused,

    /// <summary>Bytes on disk are being read and compared.</summary>
    Verifying,

    /// <summary>Every file is on disk and verified.</summary>
    Completed,

    /// <summary>The work ended with an error. The downloaded bytes are kept.</summary>
    Failed,

    /// <summary>The work was cancelled, because its last caller left or by <see cref="IDownloadQueue.CancelAsync"/>. The downloaded bytes are kept.</summary>
    Cancelled,
}
