using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>Log lines of downloading, loading and unloading models. Event ids 5000 to 5999.</summary>
internal static partial class HostingLog
{
    public const string Category = "Edge.AI.Hosting";

    [LoggerMessage(5000, LogLevel.Information, "Model '{ModelId}' loaded in {Elapsed}")]
    public static partial void Loaded(ILogger logger, string modelId, TimeSpan elapsed);

    [LoggerMessage(5001, LogLevel.Information, "Model '{ModelId}' unloaded: {Reason}")]
    public static partial void Unloaded(ILogger logger, string modelId, string reason);

    [LoggerMessage(5002, LogLevel.Information, "Downloading model '{ModelId}': {Percent} % ({Bytes} of {TotalBytes} bytes), {MegabytesPerSecond:0.0} MB/s")]
    public static partial void Downloading(ILogger logger, string modelId, int percent, long bytes, long totalBytes, double megabytesPerSecond);

    [LoggerMessage(5003, LogLevel.Warning, "The files of '{ModelId}' in '{Folder}' were changed while they were loaded; verifying and loading them again")]
    public static partial void FilesChanged(ILogger logger, string modelId, string folder);

    [LoggerMessage(5010, LogLevel.Warning, "Memory is low ({Used} of {Limit} bytes in use); unloading idle models")]
    public static partial void MemoryIsLow(ILogger logger, long used, long limit);

    [LoggerMessage(5011, LogLevel.Error, "The callback OnMemoryPressure failed")]
    public static partial void CallbackFailed(ILogger logger, Exception error);

    [LoggerMessage(5020, LogLevel.Warning, "Model '{ModelId}' is not ready; trying again in {Pause}. {Code}: {Message}")]
    public static partial void TryingAgain(ILogger logger, string modelId, TimeSpan pause, string code, string message);

    [LoggerMessage(5021, LogLevel.Error, "Model '{ModelId}' could not be downloaded or loaded; the next request tries again")]
    public static partial void NotPrepared(ILogger logger, string modelId, Exception error);
}
