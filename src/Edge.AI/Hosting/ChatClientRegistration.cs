namespace Edge.AI.Hosting;

/// <summary>One call of <c>AddEdgeChatClient</c>.</summary>
/// <param name="Key">The service key; null for the client without one.</param>
/// <param name="ModelId">The model as the caller named it.</param>
/// <param name="Model">The model itself, if the caller gave it; else the catalogue is asked.</param>
internal sealed record ChatClientRegistration(object? Key, string ModelId, EdgeModel? Model)
{
    /// <summary>The name of the client's options, and of its section below <c>EdgeAI:Clients</c>.</summary>
    public string Name => Key?.ToString() ?? ModelId;
}
