namespace Edge.AI.AspNetCore.Clients;

/// <summary>A registered service under the name that requests use for it.</summary>
/// <param name="Name">The id of the model, or the key under which the service is registered.</param>
/// <param name="Service">The chat client or embedding generator.</param>
/// <param name="Model">The model, if it is one of Edge.AI.</param>
/// <param name="Provider">The name of the service's provider; null if the service does not tell.</param>
internal sealed record ServedModel<T>(string Name, T Service, EdgeModel? Model, string? Provider)
{
    /// <summary>Whether a request that asks for this name means this model. A tag that Ollama's clients add (<c>phi-3:latest</c>) is ignored.</summary>
    public bool HasName(string name) => IsName(name) || (name.EndsWith(":latest", StringComparison.OrdinalIgnoreCase) && IsName(name[..^":latest".Length]));

    private bool IsName(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase) || Model?.HasName(name) == true;
}
