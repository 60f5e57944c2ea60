namespace Edge.AI.Inference;

/// <summary>How long a model may think.</summary>
/// <param name="MaxTokens">Tokens that the reasoning may have; 0 or more.</param>
/// <param name="Open">The text that the reasoning begins with, where the answer begins.</param>
/// <param name="Close">The text that it ends with.</param>
/// <param name="IsOpen">Whether the prompt ends inside the reasoning.</param>
/// <param name="ClosingTokens">The tokens that are put into the answer to end the reasoning that is too long.</param>
internal sealed record ReasoningLimit(int MaxTokens, string Open, string Close, bool IsOpen, IReadOnlyList<int> ClosingTokens);
