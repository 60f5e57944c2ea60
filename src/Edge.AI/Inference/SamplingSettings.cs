using System.Collections.Frozen;

namespace Edge.AI.Inference;

/// <summary>How tokens are chosen. Every value is set and in range. The defaults are those of llama.cpp (common/common.h).</summary>
internal sealed record SamplingSettings
{
    /// <summary>With 0 or less, the most probable token is always chosen.</summary>
    public float Temperature { get; init; } = 0.8f;

    /// <summary>How far the temperature moves up and down with the model's certainty; 0 or less switches it off.</summary>
    public float DynamicTemperatureRange { get; init; }

    /// <summary>The exponent that turns certainty into temperature; 1 is linear.</summary>
    public float DynamicTemperatureExponent { get; init; } = 1;

    /// <summary>Keeps the K most probable tokens; 0 or less keeps all.</summary>
    public int TopK { get; init; } = 40;

    /// <summary>Keeps the most probable tokens that together reach P; 1 keeps all.</summary>
    public float TopP { get; init; } = 0.95f;

    /// <summary>Keeps tokens at least P times as probable as the most probable one; 0 keeps all.</summary>
    public float MinP { get; init; } = 0.05f;

    /// <summary>Keeps the most typical tokens that together reach P; 1 keeps all.</summary>
    public float TypicalP { get; init; } = 1;

    /// <summary>Keeps tokens whose logits are within N standard deviations of the greatest; 0 or less keeps all.</summary>
    public float TopNSigma { get; init; } = -1;

    /// <summary>The probability with which all but the last token above <see cref="XtcThreshold"/> are excluded; 0 never.</summary>
    public float XtcProbability { get; init; }

    /// <summary>How probable a token must be for XTC to exclude it; above 0.5, it excludes none.</summary>
    public float XtcThreshold { get; init; } = 0.1f;

    /// <summary>Divides the logits of tokens that occurred; 1 changes nothing.</summary>
    public float RepeatPenalty { get; init; } = 1;

    /// <summary>Lowers logits by how often a token occurred; 0 changes nothing.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Lowers logits of tokens that occurred at all; 0 changes nothing.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>How many of the last tokens, including the prompt's, the penalties apply to.</summary>
    public int PenaltyLastTokens { get; init; } = 64;

    /// <summary>How strongly DRY penalizes tokens that would continue a repetition; 0 switches it off.</summary>
    public float DryMultiplier { get; init; }

    /// <summary>The factor by which DRY's penalty grows with each token of the repetition.</summary>
    public float DryBase { get; init; } = 1.75f;

    /// <summary>The length of repetitions that DRY does not penalize.</summary>
    public int DryAllowedLength { get; init; } = 2;

    /// <summary>How many of the last tokens, including the prompt's, DRY searches.</summary>
    public int DryLastTokens { get; init; } = 64;

    /// <summary>Texts that end a repetition for DRY.</summary>
    public IReadOnlyList<string> DrySequenceBreakers { get; init; } = ["\n", ":", "\"", "*"];

    /// <summary>0 for none, or the version of Mirostat (1 or 2) that replaces the filters.</summary>
    public int Mirostat { get; init; }

    /// <summary>Mirostat's target surprise.</summary>
    public float MirostatTau { get; init; } = 5;

    /// <summary>Mirostat's learning rate.</summary>
    public float MirostatEta { get; init; } = 0.1f;

    /// <summary>Values that are added to the logits of tokens; negative infinity excludes a token.</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = FrozenDictionary<int, float>.Empty;

    /// <summary>The seed of the choice; null for a random seed for each request.</summary>
    public uint? Seed { get; init; }

    public bool Penalizes => PenaltyLastTokens > 0 && this is not { RepeatPenalty: 1, FrequencyPenalty: 0, PresencePenalty: 0 };

    public bool UsesDry => DryMultiplier != 0 && DryLastTokens > 0;

    /// <summary>How many of the last tokens have an effect on the next one.</summary>
    public int Window => Math.Max(Penalizes ? PenaltyLastTokens : 0, UsesDry ? DryLastTokens : 0);

    /// <summary>The number of most probable tokens from which one is chosen; 0 if it is not known in advance.</summary>
    public int Shortlist => Temperature <= 0 ? 1 : Mirostat != 0 || TopNSigma > 0 ? 0 : Math.Max(0, TopK);
}
