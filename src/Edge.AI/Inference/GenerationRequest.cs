using Edge.AI.Grammars;

namespace Edge.AI.Inference;

/// <summary>A request to the inference loop.</summary>
/// <param name="Prompt">The prompt's tokens, at least one.</param>
/// <param name="Sampling">How tokens are chosen.</param>
/// <param name="MaxTokens">The most tokens to generate, at least 1.</param>
/// <param name="Grammar">The grammar of the answer; null for any text.</param>
internal sealed record GenerationRequest(IReadOnlyList<int> Prompt, SamplingSettings Sampling, int MaxTokens = int.MaxValue, GrammarConstraint? Grammar = null)
{
    /// <summary>The limit of the model's reasoning; null for no limit.</summary>
    public ReasoningLimit? Budget { get; init; }

    /// <summary>How the request may wait for a slot; null for the limits of the loop.</summary>
    public QueueLimits? Queue { get; init; }

    /// <summary>How many of the prompt's tokens come before the first user message, so that other conversations begin with them too; 0 if that is not known.</summary>
    public int CommonTokens { get; init; }

    /// <summary>Whether the next tokens may be guessed, if the loop speculates; null if that depends on <see cref="SamplingSettings.Seed"/>.</summary>
    public bool? Speculates { get; init; }

    /// <summary>Whether the next tokens may be guessed. A seed must repeat its answer, so its batches must not depend on how long steps take.</summary>
    public bool MaySpeculate => Speculates ?? Sampling.Seed is null;
}

/// <summary>How a request may wait for a slot.</summary>
/// <param name="MaxLength">The most waiting requests, not counting those that a free slot takes at once.</param>
/// <param name="Patience">How long it may wait; null for no limit.</param>
internal sealed record QueueLimits(int MaxLength, TimeSpan? Patience);

/// <summary>Why a generation ended.</summary>
internal enum GenerationEnd
{
    /// <summary>The model generated an end token.</summary>
    EndToken,

    /// <summary>The request's limit was reached.</summary>
    MaxTokens,

    /// <summary>The sequence fills the context.</summary>
    ContextFull,
}
