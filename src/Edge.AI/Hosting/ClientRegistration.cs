using System.Diagnostics.CodeAnalysis;
using Edge.AI.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>A registered chat client or embedding generator, from the first call with its key and model.</summary>
/// <param name="key">The service key; null for the client without one.</param>
/// <param name="modelId">The id of the model, as the caller wrote it.</param>
/// <param name="model">The model, if the caller passed it; null to find it in the catalogue.</param>
internal abstract class ClientRegistration<TClient, [DynamicallyAccessedMembers(ClientServices.Bound)] TOptions>(object? key, string modelId, EdgeModel? model)
    where TClient : class, IModelClient<TOptions>
    where TOptions : class, IModelOptions<TOptions>
{
    public object? Key => key;

    /// <summary>Gets the name of the client's options, and of its section in the configuration.</summary>
    public string Name => key?.ToString() ?? modelId;

    public bool IsRepetitionOf(ClientRegistration<TClient, TOptions> other) => Equals(key, other.Key) && other.Has(modelId, model);

    /// <summary>Finds the model.</summary>
    /// <exception cref="ModelNotFoundException">No catalogue contains it.</exception>
    /// <exception cref="EdgeOptionException">It lacks the capability that clients of this kind need.</exception>
    public EdgeModel ModelFrom(ModelCatalog catalog)
    {
        var found = model ?? catalog.Get(modelId);
        var capability = TOptions.Capability.ToString().ToLowerInvariant();
        return found.Capabilities.HasFlag(TOptions.Capability)
            ? found
            : throw new EdgeOptionException("modelId", $"'{found.Id}' does not have the capability '{capability}' in its manifest.", $"Choose a model with the capability '{capability}'.");
    }

    /// <summary>The health check of the client, with a name that no other check has.</summary>
    public HealthCheckRegistration HealthCheckBeside(IEnumerable<HealthCheckRegistration> others)
    {
        var taken = others.Select(other => other.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = $"edge-ai:{Name}";
        for (var number = 2; taken.Contains(name); number++)
            name = $"edge-ai:{Name}:{number}";

        return new(name, CreateHealthCheck, failureStatus: null, ModelHealthCheck.Tags);
    }

    /// <summary>Returns the client, beneath the middleware of its pipeline.</summary>
    public TClient GetClient(IServiceProvider services) => services.GetRequiredService<ClientRegistry<TClient, TOptions>>().Get(this);

    /// <summary>Creates a client whose options follow the configuration.</summary>
    public TClient CreateClient(EdgeModel found, IServiceProvider services)
    {
        var monitor = services.GetRequiredService<IOptionsMonitor<TOptions>>();
        var current = monitor.Get(Name);
        var client = Create(found, current, services);
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(ConfigurationLog.Category);
        monitor.OnChange((changed, name) =>
        {
            if (name != Name)
                return;

            client.Follow(changed);
            OptionChanges.Apply($"{TOptions.Section}:{Name}", Interlocked.Exchange(ref current, changed), changed, inUse: null, logger, element => element is LoraAdapter adapter ? (adapter.Path, adapter.Scale) : element);
        });
        return client;
    }

    /// <summary>Adds the services that the app resolves: the pipeline over the client.</summary>
    public abstract void AddPipeline(IServiceCollection services);

    protected abstract TClient Create(EdgeModel found, TOptions options, IServiceProvider services);

    private ModelHealthCheck CreateHealthCheck(IServiceProvider services)
    {
        var access = GetClient(services).Access;
        return new(access.Model, () => access.State);
    }

    private bool Has(string otherId, EdgeModel? other) => modelId == otherId && Equals(model, other);
}
