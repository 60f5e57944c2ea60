using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>Finds the client for a request whose <c>ModelId</c> names another model.</summary>
internal interface IChatClientRouter
{
    /// <summary>Returns the client of another registered model.</summary>
    /// <exception cref="ModelNotFoundException">No catalogue contains the model.</exception>
    /// <exception cref="EdgeOptionException">A catalogue contains the model, but no client is registered for it.</exception>
    IChatClient Get(string modelId);
}
