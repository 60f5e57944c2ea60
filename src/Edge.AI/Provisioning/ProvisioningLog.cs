using Microsoft.Extensions.Logging;

namespace Edge.AI.Provisioning;

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
}
