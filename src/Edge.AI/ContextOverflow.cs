namespace Edge.AI;

/// <summary>What happens to a conversation that is longer than the context.</summary>
public enum ContextOverflow
{
    /// <summary>The request fails with <c>EDGE_CONTEXT_EXCEEDED</c>.</summary>
    Throw,

    /// <summary>
    /// The oldest turns are left out until the rest fits, and a quarter of the context, or <c>MaxOutputTokens</c> if that is less, is free for the answer.
    /// System messages, and all messages from the last user message on, always stay. A tool call is left out only together with its result. Turns are left out in
    /// fixed steps of up to three eighths of the context, so that the next requests begin alike and their prefix stays cached; at least a third of the room for older turns
    /// stays in use. The response contains the number of messages that were left out, under <see cref="EdgeChatClient.DroppedMessagesKey"/>.
    /// </summary>
    DropOldestTurns,
}
