namespace Edge.AI;

/// <summary>Where the work on a model stands.</summary>
public enum ProvisioningState
{
    /// <summary>Not begun, or waiting for another process that works on the same model.</summary>
    Pending,

    /// <summary>Bytes are on their way.</summary>
    Downloading,

    /// <summary>Held by <see cref="IModelProvisioner.PauseAsync"/>.</summary>
    Paused,

    /// <summary>Bytes on disk are being read and compared.</summary>
    Verifying,

    /// <summary>Every file is on disk and verified.</summary>
    Completed,

    /// <summary>Ended by an error; what was fetched stays.</summary>
    Failed,

    /// <summary>Ended because nobody waits any more, or by <see cref="IModelProvisioner.CancelAsync"/>; what was fetched stays.</summary>
    Cancelled,
}
