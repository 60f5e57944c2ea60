using System.Collections.Concurrent;
using Edge.AI.Chat;
using Microsoft.Extensions.AI;

namespace Edge.AI.Hosting;

/// <summary>Creates the client of a model with named options.</summary>
internal delegate IChatClient ChatClientFactory(EdgeModel model, string optionsName);

/// <summary>The registered chat clients of a service container. Each is created when it is first needed.</summary>
internal sealed class ChatClientRegistry(IEnumerable<ChatClientRegistration> registrations, ModelCatalog catalog, ChatClientFactory create) : IChatClientRouter
{
    private readonly ConcurrentDictionary<ChatClientRegistration, IChatClient> _clients = new();

    public IChatClient Get(ChatClientRegistration registration) => _clients.GetOrAdd(registration, missing => create(ModelOf(missing), missing.Name));

    /// <inheritdoc />
    /// <remarks>If a model has several clients, one without a key comes before those with a key. Among equals the first registration is chosen, as in the container.</remarks>
    public IChatClient Get(string modelId)
    {
        var registration = registrations.OrderBy(registration => registration.Key is not null)
            .FirstOrDefault(registration => ModelOf(registration).HasName(modelId));
        if (registration is not null)
            return Get(registration);

        throw new EdgeOptionException("ModelId", $"no chat client is registered for '{catalog.Get(modelId).Id}'.", $"Register one with AddEdgeChatClient(\"{modelId}\"), or remove ModelId.");
    }

    /// <summary>Resolves the model of every registration, so that a mistyped id fails the start of the host and not the first request.</summary>
    public void Validate()
    {
        foreach (var registration in registrations)
            ModelOf(registration);
    }

    /// <summary>Prepares the models that must be ready before the host has started, all at the same time, and begins with those in the background.</summary>
    /// <exception cref="EdgeAIException">A model could not be prepared.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = registrations.Select(Get).OfType<EdgeChatClient>().Select(client => client.PrepareAsync(failed.Token)).ToList();
        await foreach (var prepared in Task.WhenEach(running).WithCancellation(CancellationToken.None).ConfigureAwait(false))
        {
            if (!prepared.IsCompletedSuccessfully)
                await failed.CancelAsync().ConfigureAwait(false); // the host will not start, so the others need not continue
        }

        await Task.WhenAll(running).ConfigureAwait(false); // throws a failure rather than a cancellation
    }

    private EdgeModel ModelOf(ChatClientRegistration registration)
    {
        var model = registration.ModelFrom(catalog);
        return model.Capabilities.HasFlag(ModelCapabilities.Chat)
            ? model
            : throw new EdgeOptionException("modelId", $"'{model.Id}' does not have the capability 'chat' in its manifest.", "Choose a model with the capability 'chat'.");
    }
}
