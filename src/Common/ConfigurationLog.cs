using Microsoft.Extensions.Logging;

namespace Edge.AI.Common;

/// <summary>Log lines about changes of the configuration while the app runs. Event ids 1100 to 1199.</summary>
internal static partial class ConfigurationLog
{
    public const string Category = "Edge.AI.Configuration";

    [LoggerMessage(1100, LogLevel.Information, "{Setting} has changed, and applies from now on")]
    public static partial void Applied(ILogger logger, string setting);

    [LoggerMessage(1101, LogLevel.Warning, "{Setting} has changed, and applies after a restart")]
    public static partial void NeedsRestart(ILogger logger, string setting);

    [LoggerMessage(1102, LogLevel.Error, "The changed configuration is not valid, so the options stay as they are: {Problems}")]
    public static partial void Refused(ILogger logger, string problems);
}
