using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat;

/// <summary>Log lines of requests. Event ids 6000 to 6099.</summary>
internal static partial class ChatLog
{
    [LoggerMessage(6000, LogLevel.Debug, "'{ModelId}' answered {InputTokens} tokens ({CachedTokens} cached) with {OutputTokens}; the request waited {QueueTime} for a slot")]
    public static partial void Answered(ILogger logger, string modelId, int inputTokens, int cachedTokens, int outputTokens, TimeSpan queueTime);

    [LoggerMessage(6001, LogLevel.Debug, "Prompt for '{ModelId}': {Prompt}")]
    public static partial void Prompt(ILogger logger, string modelId, string prompt);

    [LoggerMessage(6002, LogLevel.Debug, "Answer of '{ModelId}': {Answer}")]
    public static partial void Answer(ILogger logger, string modelId, string answer);
}
