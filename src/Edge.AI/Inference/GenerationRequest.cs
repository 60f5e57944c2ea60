using Edge.AI.Grammars;

namespace Edge.AI.Inference;

/// <summary>What one request asks of the loop.</summary>
/// <param name="Prompt">The prompt's tokens, at least one.</param>
/// <param name="Sampling">How tokens are chosen.</param>
/// <param name="MaxTokens">How many tokens to generate at most, at least 1.</param>
/// <param name="Grammar">What the answer must look like; null lets the model say anything.</param>
internal sealed record GenerationRequest(IReadOnlyList<int> Prompt, SamplingSettings Sampling, int MaxTokens = int.MaxValue, GrammarConstraint? Grammar = null)
{
    /// <summary>How long the model may think; null for as long as it likes.</summary>
    public ReasoningLimit? Budget { get; init; }
}

/// <summary>Why a generation ended.</summary>
internal enum GenerationEnd
{
    /// <summary>The model said so.</summary>
    EndToken,

    /// <summary>As many tokens as were asked for.</summary>
    MaxTokens,

    /// <summary>The sequence fills its context.</summary>
    ContextFull,
}
