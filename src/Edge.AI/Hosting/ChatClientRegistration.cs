using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.AI.Hosting;

/// <summary>A registered chat client, from the first call of <c>AddEdgeChatClient</c> with its key and model.</summary>
internal sealed class ChatClientRegistration
{
    private readonly string _modelId;
    private readonly EdgeModel? _model;

    /// <param name="key">The service key; null for the client without one.</param>
    /// <param name="modelId">The id of the model, as the caller wrote it.</param>
    /// <param name="model">The model, if the caller passed it; null to find it in the catalogue.</param>
    public ChatClientRegistration(object? key, string modelId, EdgeModel? model)
    {
        (Key, _modelId, _model) = (key, modelId, model);
        Pipeline = new(CreateClient);
    }

    public object? Key { get; }

    /// <summary>Gets the name of the client's options, and of its section under <c>EdgeAI:Clients</c>.</summary>
    public string Name => Key?.ToString() ?? _modelId;

    /// <summary>Gets the builder of the client that the app resolves: middleware over the client of the model.</summary>
    public ChatClientBuilder Pipeline { get; }

    public bool IsRepetitionOf(ChatClientRegistration other) => Equals(Key, other.Key) && _modelId == other._modelId && Equals(_model, other._model);

    public EdgeModel ModelFrom(ModelCatalog catalog) => _model ?? catalog.Get(_modelId);

    /// <summary>The health check of the client, with a name that no other check has.</summary>
    public HealthCheckRegistration HealthCheckBeside(IEnumerable<HealthCheckRegistration> others)
    {
        var taken = others.Select(other => other.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = $"edge-ai:{Name}";
        for (var number = 2; taken.Contains(name); number++)
            name = $"edge-ai:{Name}:{number}";

        return new(name, CreateHealthCheck, failureStatus: null, ModelHealthCheck.Tags);
    }

    public IChatClient CreateClient(IServiceProvider services) => services.GetRequiredService<ChatClientRegistry>().Get(this);

    private ModelHealthCheck CreateHealthCheck(IServiceProvider services)
    {
        var client = (EdgeChatClient)CreateClient(services);
        return new(client.Model, () => client.State);
    }
}
