using Microsoft.Extensions.Logging;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>The log lines of failed requests.</summary>
internal static partial class GuardLog
{
    [LoggerMessage(500, LogLevel.Error, "The request to {Path} failed.")]
    public static partial void Failed(ILogger logger, Exception exception, string? path);
}
