using Microsoft.Extensions.Logging;

namespace Edge.AI.Embeddings;

/// <summary>Log lines of models that embed. Event ids 7000 to 7099.</summary>
internal static partial class EmbeddingLog
{
    [LoggerMessage(7000, LogLevel.Error, "A batch of {Tokens} tokens could not be embedded; its calls fail, other calls continue")]
    public static partial void DecodeFailed(ILogger logger, int tokens, Exception error);

    [LoggerMessage(7001, LogLevel.Error, "A step of the embedding loop failed; its calls fail, the loop continues")]
    public static partial void StepFailed(ILogger logger, Exception error);

    [LoggerMessage(7002, LogLevel.Debug, "Loading '{File}' for texts of {Length} tokens, in batches of up to {Batch}; it needs about {Bytes} bytes of memory")]
    public static partial void Loading(ILogger logger, string file, int length, int batch, long bytes);
}
