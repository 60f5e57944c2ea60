namespace Edge.AI.Chat;

/// <summary>A conversation as the tokens that the model continues.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="IsReasoning">Whether the prompt ends inside the reasoning, so that the answer continues it.</param>
internal sealed record Prompt(int[] Tokens, bool IsReasoning)
{
    /// <summary>How many messages were left out because the conversation is longer than the context.</summary>
    public int DroppedMessages { get; init; }
}
