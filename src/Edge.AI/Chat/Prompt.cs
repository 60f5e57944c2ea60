namespace Edge.AI.Chat;

/// <summary>A conversation as the model reads it.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="IsReasoning">Whether it ends inside the reasoning, which the answer goes on with.</param>
internal sealed record Prompt(int[] Tokens, bool IsReasoning);
