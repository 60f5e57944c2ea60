using System.Collections.Frozen;

namespace Edge.AI.Inference;

/// <summary>How tokens are chosen; every value is settled and in range. The defaults are llama.cpp's own (common/common.h).</summary>
internal sealed record SamplingSettings
{
    /// <summary>0 or less always takes the most probable token.</summary>
    public float Temperature { get; init; } = 0.8f;

    /// <summary>How far the temperature moves with the model's certainty, both ways; 0 or less not at all.</summary>
    public float DynamicTemperatureRange { get; init; }

    /// <summary>How certainty becomes temperature; 1 is linear.</summary>
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

    /// <summary>How probable a token must be for XTC to exclude it; above 0.5 it never does.</summary>
    public float XtcThreshold { get; init; } = 0.1f;

    /// <summary>Divides the logits of tokens that occurred; 1 changes nothing.</summary>
    public float RepeatPenalty { get; init; } = 1;

    /// <summary>Lowers logits by how often a token occurred; 0 changes nothing.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Lowers logits of tokens that occurred at all; 0 changes nothing.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>How many of the last tokens, the prompt's included, the penalties look at.</summary>
    public int PenaltyLastTokens { get; init; } = 64;

    /// <summary>How strongly DRY penalizes tokens that would go on with a repetition; 0 not at all.</summary>
    public float DryMultiplier { get; init; }

    /// <summary>By how much DRY's penalty grows with each token of the repetition.</summary>
    public float DryBase { get; init; } = 1.75f;

    /// <summary>The length of repetitions that DRY lets pass.</summary>
    public int DryAllowedLength { get; init; } = 2;

    /// <summary>How many of the last tokens, the prompt's included, DRY looks at.</summary>
    public int DryLastTokens { get; init; } = 64;

    /// <summary>Texts across which DRY sees no repetition.</summary>
    public IReadOnlyList<string> DrySequenceBreakers { get; init; } = ["\n", ":", "\"", "*"];

    /// <summary>0 for none, or the version of Mirostat (1 or 2) that chooses in place of the filters.</summary>
    public int Mirostat { get; init; }

    /// <summary>The surprise that Mirostat aims at.</summary>
    public float MirostatTau { get; init; } = 5;

    /// <summary>How fast Mirostat learns.</summary>
    public float MirostatEta { get; init; } = 0.1f;

    /// <summary>What is added to the logits of single tokens; minus infinity excludes one.</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = FrozenDictionary<int, float>.Empty;

    /// <summary>Makes the choice repeatable; null draws a fresh one for each request.</summary>
    public uint? Seed { get; init; }

    public bool Penalizes => PenaltyLastTokens > 0 && this is not { RepeatPenalty: 1, FrequencyPenalty: 0, PresencePenalty: 0 };

    public bool UsesDry => DryMultiplier != 0 && DryLastTokens > 0;

    /// <summary>How many of the last tokens matter for the next one.</summary>
    public int Window => Math.Max(Penalizes ? PenaltyLastTokens : 0, UsesDry ? DryLastTokens : 0);

    /// <summary>How many of the most probable tokens can be chosen, if that is known before any is looked at; else 0.</summary>
    public int Shortlist => Temperature <= 0 ? 1 : Mirostat != 0 || TopNSigma > 0 ? 0 : Math.Max(0, TopK);
}
