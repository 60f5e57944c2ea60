using Microsoft.Extensions.Logging;

namespace Edge.AI.Store;

/// <summary>Log lines of the model folder. Event ids 1000 to 1099 belong to provisioning.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(1004, LogLevel.Information, "Another process works on '{Model}'; waiting for it")]
    public static partial void WaitingForAnotherProcess(ILogger logger, string model);

    [LoggerMessage(1020, LogLevel.Information, "'{Model}' cannot be leased yet; waiting for the lock of '{Path}'")]
    public static partial void WaitingForLease(ILogger logger, string model, string path);

    [LoggerMessage(1021, LogLevel.Warning, "'{Model}' is used without a lease, because another process has held the lock of '{Path}' for {Seconds} s. Another process can delete the model while it is in use")]
    public static partial void LeaseHeld(ILogger logger, string model, double seconds, string path);

    [LoggerMessage(1022, LogLevel.Debug, "'{Model}' is used without a lease: {Problem}")]
    public static partial void NoLease(ILogger logger, string model, string problem);

    [LoggerMessage(1023, LogLevel.Information, "'{Model}' in '{Folder}' was verified. The result is kept only until this process ends, because the receipt cannot be written: {Problem}")]
    public static partial void ReceiptNotWritten(ILogger logger, string model, string folder, string problem);

    [LoggerMessage(1026, LogLevel.Warning, "'{Model}' is still waiting for the lock of '{Path}'. Nothing of the model has changed on disk for {Minutes} minutes")]
    public static partial void StillWaiting(ILogger logger, string model, string path, double minutes);

    [LoggerMessage(1027, LogLevel.Warning, "'{Model}' is used without a lease: {Problem} Delete it, and check who can write to that folder")]
    public static partial void LeaseIsLink(ILogger logger, string model, string problem);
}
