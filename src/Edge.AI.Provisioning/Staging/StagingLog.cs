using Edge.AI.Catalog;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Staging;

/// <summary>Log lines of downloads. Event ids 1000 to 1099 belong to provisioning. Addresses are those of <see cref="SafeAddress"/>.</summary>
internal static partial class StagingLog
{
    [LoggerMessage(1001, LogLevel.Information, "'{File}' continues after {Bytes} of {Size} bytes on disk")]
    public static partial void Resuming(ILogger logger, string file, long bytes, long size);

    [LoggerMessage(1003, LogLevel.Warning, "'{File}' was not delivered by {Source} ({Code}): {Problem}")]
    public static partial void SourceFailed(ILogger logger, string file, string source, string code, string problem);

    [LoggerMessage(1010, LogLevel.Information, "'{File}' is downloaded over fewer connections: {Problem}")]
    public static partial void ConnectionRefused(ILogger logger, string file, string problem);
}
