namespace Edge.AI.Inference;

/// <summary>A limit for a model's reasoning.</summary>
/// <param name="MaxTokens">The most tokens of the reasoning; 0 or more.</param>
/// <param name="Open">The marker that begins the reasoning, at the beginning of the answer.</param>
/// <param name="Close">The marker that ends the reasoning.</param>
/// <param name="IsOpen">Whether the prompt ends inside the reasoning.</param>
/// <param name="ClosingTokens">The tokens that are inserted to end a reasoning that is too long.</param>
internal sealed record ReasoningLimit(int MaxTokens, string Open, string Close, bool IsOpen, IReadOnlyList<int> ClosingTokens);
