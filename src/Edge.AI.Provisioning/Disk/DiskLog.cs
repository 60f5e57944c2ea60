using Microsoft.Extensions.Logging;

namespace Edge.AI.Disk;

/// <summary>Log lines of the file system. Event ids 1000 to 1099 belong to provisioning.</summary>
internal static partial class DiskLog
{
    [LoggerMessage(1024, LogLevel.Information, "'{Folder}' cannot be flushed. A power failure may undo its newest renames: {Problem}")]
    public static partial void FolderNotFlushed(ILogger logger, string folder, string problem);

    [LoggerMessage(1025, LogLevel.Warning, "'{Path}' cannot be renamed yet; retry {Retry} in {Seconds:0.0} s: {Problem}")]
    public static partial void RetryingRename(ILogger logger, string path, int retry, double seconds, string problem);
}
