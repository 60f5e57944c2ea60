using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>Log lines of loading and of the loop. Event ids 4000 to 4019.</summary>
internal static partial class InferenceLog
{
    [LoggerMessage(4000, LogLevel.Error, "A batch of {Tokens} tokens could not be decoded; its requests fail, other requests continue")]
    public static partial void DecodeFailed(ILogger logger, int tokens, Exception error);

    [LoggerMessage(4001, LogLevel.Error, "A step of the inference loop failed; its requests fail, the loop continues")]
    public static partial void StepFailed(ILogger logger, Exception error);

    [LoggerMessage(4003, LogLevel.Warning, "The weights are not locked in memory, so the system can swap them out. Raise its limit (ulimit -l). llama.cpp says: {Line}")]
    public static partial void NotLocked(ILogger logger, string line);

    [LoggerMessage(4004, LogLevel.Warning, "llama.cpp could not enlarge the key-value cache from {Cells} to {More} tokens; conversations are evicted instead")]
    public static partial void NotGrown(ILogger logger, int cells, int more);

    [LoggerMessage(4010, LogLevel.Debug, "Loading '{File}' with {Sequences} sequences of {Length} tokens; it needs about {Bytes} bytes of memory")]
    public static partial void Loading(ILogger logger, string file, int sequences, int length, long bytes);

    [LoggerMessage(4011, LogLevel.Debug, "The key-value cache grew from {Cells} to {More} tokens, of at most {Most}; the requests waited for {Milliseconds} ms")]
    public static partial void Grown(ILogger logger, int cells, int more, int most, long milliseconds);

    [LoggerMessage(4012, LogLevel.Debug, "{Tokens} tokens in the key-value cache were put in order; the requests waited for {Milliseconds} ms")]
    public static partial void Sorted(ILogger logger, int tokens, long milliseconds);
}
