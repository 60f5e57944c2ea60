using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.Hosting;

/// <summary>The registered chat clients, or the registered embedding generators, of a service container. Each is created when it is first needed.</summary>
internal sealed class ClientRegistry<TClient, [DynamicallyAccessedMembers(ClientServices.Bound)] TOptions>(
    IEnumerable<ClientRegistration<TClient, TOptions>> registrations, ModelCatalog catalog, IServiceProvider services)
    where TClient : class, IModelClient<TOptions>
    where TOptions : class, IModelOptions<TOptions>
{
    private readonly ConcurrentDictionary<ClientRegistration<TClient, TOptions>, TClient> _clients = new();

    /// <summary>All clients. Resolves the model of every registration, so that a mistyped id fails the start of the host and not the first request.</summary>
    public IReadOnlyList<TClient> CreateAll()
    {
        foreach (var registration in registrations)
            registration.ModelFrom(catalog);
        return [.. registrations.Select(Get)];
    }

    public TClient Get(ClientRegistration<TClient, TOptions> registration) => _clients.GetOrAdd(registration, missing => missing.CreateClient(missing.ModelFrom(catalog), services));

    /// <summary>Returns the client of a registered model.</summary>
    /// <remarks>If a model has several clients, one without a key comes before those with a key. Among equals the first registration is chosen, as in the container.</remarks>
    /// <exception cref="ModelNotFoundException">No catalogue contains the model.</exception>
    /// <exception cref="EdgeOptionException">A catalogue contains the model, but no client is registered for it.</exception>
    public TClient Get(string modelId)
    {
        var registration = registrations.OrderBy(registration => registration.Key is not null).FirstOrDefault(registration => registration.ModelFrom(catalog).HasName(modelId));
        return registration is not null
            ? Get(registration)
            : throw new EdgeOptionException(
                "ModelId", $"no {TOptions.ClientName} is registered for '{catalog.Get(modelId).Id}'.", $"Register one with {TOptions.Registration}(\"{modelId}\"), or remove ModelId.");
    }
}
