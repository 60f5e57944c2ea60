namespace Edge.AI;

/// <summary>What happens to a conversation that is longer than the context.</summary>
public enum ContextOverflow
{
    /// <summary>The request fails with <c>EDGE_CONTEXT_EXCEEDED</c>.</summary>
    Throw,

    /// <summary>
    /// The oldest turns are left out until the rest fits. System messages and the last user message always stay, and a tool's call goes together with
    /// its result. <c>AdditionalProperties["edge.dropped_messages"]</c> of the response tells how many messages were left out.
    /// </summary>
    DropOldestTurns,
}
