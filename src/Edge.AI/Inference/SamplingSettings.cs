namespace Edge.AI.Inference;

/// <summary>How tokens are chosen; every value is settled. The defaults are llama.cpp's own (common/common.h).</summary>
internal sealed record SamplingSettings
{
    /// <summary>0 or less always takes the most probable token.</summary>
    public float Temperature { get; init; } = 0.8f;

    /// <summary>Keeps the K most probable tokens; 0 or less keeps all.</summary>
    public int TopK { get; init; } = 40;

    /// <summary>Keeps the most probable tokens that together reach P; 1 keeps all.</summary>
    public float TopP { get; init; } = 0.95f;

    /// <summary>Keeps tokens at least P times as probable as the most probable one; 0 keeps all.</summary>
    public float MinP { get; init; } = 0.05f;

    /// <summary>Divides the logits of tokens that occurred; 1 changes nothing.</summary>
    public float RepeatPenalty { get; init; } = 1;

    /// <summary>Lowers logits by how often a token occurred; 0 changes nothing.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Lowers logits of tokens that occurred at all; 0 changes nothing.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>How many of the last tokens the penalties look at.</summary>
    public int PenaltyLastTokens { get; init; } = 64;

    /// <summary>Makes the choice repeatable; null draws a fresh one for each request.</summary>
    public uint? Seed { get; init; }
}
