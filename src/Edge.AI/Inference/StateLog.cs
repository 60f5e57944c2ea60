using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>Log lines of prompt states on disk. Event ids 4020 to 4039 belong to them.</summary>
internal static partial class StateLog
{
    [LoggerMessage(4020, LogLevel.Debug, "The state of {Tokens} prompt tokens was restored from '{File}'")]
    public static partial void Restored(ILogger logger, int tokens, string file);

    [LoggerMessage(4021, LogLevel.Debug, "The state of {Tokens} prompt tokens ({Bytes} bytes) was written to '{File}'")]
    public static partial void Written(ILogger logger, int tokens, long bytes, string file);

    [LoggerMessage(4022, LogLevel.Debug, "The state of {Tokens} prompt tokens is not kept on disk: its {Bytes} bytes are larger than PromptCacheDirectoryBytes or the free memory allow, or processing the tokens again is faster")]
    public static partial void NotKept(ILogger logger, int tokens, long bytes);

    [LoggerMessage(4023, LogLevel.Debug, "'{File}' was deleted, because PromptCacheDirectoryBytes is reached")]
    public static partial void Evicted(ILogger logger, string file);

    [LoggerMessage(4024, LogLevel.Debug, "'{File}' is missing now; the prompt is processed")]
    public static partial void Missing(ILogger logger, string file);

    [LoggerMessage(4025, LogLevel.Warning, "'{File}' in PromptCacheDirectory is not used and deleted: {Problem}. The prompt is processed again")]
    public static partial void Rejected(ILogger logger, string file, string problem);

    [LoggerMessage(4026, LogLevel.Warning, "PromptCacheDirectory '{Folder}' cannot be used as it should; prompts are processed again after a restart: {Problem}")]
    public static partial void Unusable(ILogger logger, string folder, string problem);

    [LoggerMessage(4027, LogLevel.Warning, "PromptCacheDirectory '{Folder}' is not used, because it belongs to another user or other users can write to it. Choose a folder that only this user can write to")]
    public static partial void NotTrusted(ILogger logger, string folder);

    [LoggerMessage(4028, LogLevel.Debug, "'{File}' could not be restored, because the context has no room; the prompt is processed")]
    public static partial void NoRoom(ILogger logger, string file);
}
