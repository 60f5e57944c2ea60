using Microsoft.Extensions.Logging;

namespace Edge.AI.Pipeline;

/// <summary>Log lines of runs. Event ids 1000 to 1099 belong to provisioning.</summary>
internal static partial class PipelineLog
{
    [LoggerMessage(1000, LogLevel.Information, "'{Model}' is provisioned in '{Folder}'")]
    public static partial void Promoted(ILogger logger, string model, string folder);

    [LoggerMessage(1005, LogLevel.Error, "'{Model}' could not be provisioned ({Code}): {Problem}")]
    public static partial void Failed(ILogger logger, string model, string code, string problem);

    [LoggerMessage(1006, LogLevel.Warning, "'{File}' (model '{Model}') has no SHA-256 in its manifest. It is used unverified, because EdgeAI:AllowUnverifiedFiles is on")]
    public static partial void Unverified(ILogger logger, string file, string model);

    [LoggerMessage(1007, LogLevel.Warning, "'{Model}' is the file '{Path}' without a SHA-256 from a manifest. Its header is validated, but nothing proves that its content is complete, unchanged, or from the expected author")]
    public static partial void LocalFile(ILogger logger, string model, string path);
}
