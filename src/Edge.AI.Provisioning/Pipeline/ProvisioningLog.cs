using Edge.AI.Sources;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Pipeline;

/// <summary>Event ids 1000 to 1099 belong to provisioning. Addresses come here as <see cref="SafeAddress"/> made them.</summary>
internal static partial class ProvisioningLog
{
    [LoggerMessage(1000, LogLevel.Information, "'{Model}' is provisioned in '{Folder}'")]
    public static partial void Promoted(ILogger logger, string model, string folder);

    [LoggerMessage(1001, LogLevel.Information, "'{File}' goes on from {Bytes} of {Size} bytes on disk")]
    public static partial void Resuming(ILogger logger, string file, long bytes, long size);

    [LoggerMessage(1002, LogLevel.Warning, "'{File}': retry {Retry} in {Seconds:0.0} s: {Problem}")]
    public static partial void Retrying(ILogger logger, string file, int retry, double seconds, string problem);

    [LoggerMessage(1003, LogLevel.Warning, "'{File}' was not delivered by {Source} ({Code}): {Problem}")]
    public static partial void SourceFailed(ILogger logger, string file, string source, string code, string problem);

    [LoggerMessage(1004, LogLevel.Information, "'{Model}' is worked on by another process; waiting for it")]
    public static partial void WaitingForAnotherProcess(ILogger logger, string model);

    [LoggerMessage(1005, LogLevel.Error, "'{Model}' could not be provisioned ({Code}): {Problem}")]
    public static partial void Failed(ILogger logger, string model, string code, string problem);

    [LoggerMessage(1010, LogLevel.Information, "'{File}' is fetched over fewer connections: {Problem}")]
    public static partial void ConnectionRefused(ILogger logger, string file, string problem);

    [LoggerMessage(1006, LogLevel.Warning, "'{File}' of '{Model}' has no digest in the catalogue and is used unverified, as EdgeAI:AllowUnverifiedFiles says")]
    public static partial void Unverified(ILogger logger, string file, string model);

    [LoggerMessage(1020, LogLevel.Information, "'{Model}' can't be leased yet; waiting for the lock of '{Path}'")]
    public static partial void WaitingForLease(ILogger logger, string model, string path);

    [LoggerMessage(1021, LogLevel.Warning, "'{Model}' is used without a lease, because another process has held the lock of '{Path}' for {Seconds} s. Whoever may delete the model is not told that it is in use")]
    public static partial void LeaseHeld(ILogger logger, string model, double seconds, string path);

    [LoggerMessage(1022, LogLevel.Debug, "'{Model}' is used without a lease: {Problem}")]
    public static partial void NoLease(ILogger logger, string model, string problem);

    [LoggerMessage(1023, LogLevel.Information, "'{Model}' in '{Folder}' was read and compared. The result is remembered until this process ends, because the receipt can't be written: {Problem}")]
    public static partial void ReceiptNotWritten(ILogger logger, string model, string folder, string problem);

    [LoggerMessage(1024, LogLevel.Information, "'{Folder}' can't be flushed; a power failure may undo its newest renames: {Problem}")]
    public static partial void FolderNotFlushed(ILogger logger, string folder, string problem);

    [LoggerMessage(1025, LogLevel.Warning, "'{Path}' can't be renamed yet; retry {Retry} in {Seconds:0.0} s: {Problem}")]
    public static partial void RetryingRename(ILogger logger, string path, int retry, double seconds, string problem);

    [LoggerMessage(1026, LogLevel.Warning, "'{Model}' still waits for the lock of '{Path}'; nothing of the model has changed on disk for {Minutes} minutes")]
    public static partial void StillWaiting(ILogger logger, string model, string path, double minutes);

    [LoggerMessage(1027, LogLevel.Warning, "'{Model}' is used without a lease: {Problem} Delete it, and look who may write to that folder")]
    public static partial void LeaseIsLink(ILogger logger, string model, string problem);
}
