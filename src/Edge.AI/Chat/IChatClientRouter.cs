namespace Edge.AI.Chat;

/// <summary>Finds the client that serves a request's <c>ModelId</c> when it is not the client's own.</summary>
internal interface IChatClientRouter
{
    /// <summary>The client of another registered model.</summary>
    /// <exception cref="ModelNotFoundException">No catalogue has the model.</exception>
    /// <exception cref="EdgeOptionException">A catalogue has it, but it was not registered.</exception>
    EdgeChatClient Find(string modelId);
}
