namespace Edge.AI.Inference;

/// <summary>
/// What the settings of sampling may be, whether a caller or a file says them. Within these every number that llama.cpp computes with is finite, its buffers have
/// a sensible size, and its preparations take no longer than a moment.
/// </summary>
internal static class SamplingRanges
{
    public const float MaxTemperature = 100;

    /// <summary>A temperature below this is 0: the quotients would be beyond what a float holds.</summary>
    public const float LeastTemperature = 1e-4f;

    /// <summary>The least value of what is divided by, or grows by steps.</summary>
    public const float LeastPositive = 1e-3f;

    /// <summary>The greatest value of penalties, exponents and other strengths.</summary>
    public const float MaxStrength = 100;

    /// <summary>How many tokens penalties may look back.</summary>
    public const int MaxWindow = 1 << 20;

    /// <summary>How many texts may break a repetition: llama.cpp searches the whole vocabulary for each.</summary>
    public const int MaxBreakers = 32;

    /// <summary>llama.cpp cuts longer ones, wherever that is.</summary>
    public const int MaxBreakerBytes = 40;

    public const int MaxMirostat = 2;
}
