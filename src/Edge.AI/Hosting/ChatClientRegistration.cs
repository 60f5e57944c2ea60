namespace Edge.AI.Hosting;

/// <summary>One call of <c>AddEdgeChatClient</c>.</summary>
/// <param name="Key">The service key; null for the client without one.</param>
/// <param name="ModelId">The id of the model, as the caller wrote it.</param>
/// <param name="Model">The model, if the caller passed it; null to find it in the catalogue.</param>
internal sealed record ChatClientRegistration(object? Key, string ModelId, EdgeModel? Model)
{
    /// <summary>The name of the client's options, and of its section under <c>EdgeAI:Clients</c>.</summary>
    public string Name => Key?.ToString() ?? ModelId;
}
