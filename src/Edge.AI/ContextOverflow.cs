namespace Edge.AI;

/// <summary>What happens to a conversation that is longer than the context.</summary>
public enum ContextOverflow
{
    /// <summary>The request fails with <c>EDGE_CONTEXT_EXCEEDED</c>.</summary>
    Throw,

    /// <summary>
    /// The oldest turns are left out until the rest fits and a quarter of the context, or <c>MaxOutputTokens</c> if that is less, is free for the answer.
    /// System messages and all from the last user message on always stay, and a tool's call goes together with its result. Turns worth up to
    /// three eighths of the context go at once, so that the requests after it begin alike and are not read anew; a third of the room for older turns
    /// stays in use at least.
    /// The response tells under <see cref="EdgeChatClient.DroppedMessagesKey"/> how many messages were left out.
    /// </summary>
    DropOldestTurns,
}
