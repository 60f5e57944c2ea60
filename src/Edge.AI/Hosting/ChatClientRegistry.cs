using System.Collections.Concurrent;
using Edge.AI.Chat;
using Edge.AI.Chat.Answers;
using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>The chat clients of one service container, each made when it is first asked for.</summary>
internal sealed class ChatClientRegistry(
    IEnumerable<ChatClientRegistration> registrations,
    ModelCatalog catalog,
    IOptionsMonitor<EdgeChatClientOptions> options,
    ModelHostPool hosts,
    TimeProvider time,
    AnswerGrammars grammars) : IChatClientRouter
{
    private readonly ConcurrentDictionary<ChatClientRegistration, EdgeChatClient> _clients = new();

    public EdgeChatClient Get(ChatClientRegistration registration) => _clients.GetOrAdd(registration, Create);

    /// <inheritdoc />
    /// <remarks>Of several clients for one model the last registered answers, as the container itself would choose; one without a key goes first.</remarks>
    public EdgeChatClient Find(string modelId)
    {
        var registration = registrations.Reverse().OrderBy(registration => registration.Key is not null)
            .FirstOrDefault(registration => ModelOf(registration).IsCalled(modelId));
        if (registration is not null)
            return Get(registration);

        throw new EdgeOptionException(
            "ModelId",
            $"no chat client was registered for '{catalog.Find(modelId).Id}'.",
            $"Register it with AddEdgeChatClient(\"{modelId}\"); a model is never loaded just because a request names it.");
    }

    /// <summary>Resolves every registered model, so that a mistyped id ends the start of the host and not the first request.</summary>
    public void Check()
    {
        foreach (var registration in registrations)
            ModelOf(registration);
    }

    private EdgeChatClient Create(ChatClientRegistration registration)
    {
        var model = ModelOf(registration);
        var clientOptions = options.Get(registration.Name);
        return new(
            model, hosts.Get(model, clientOptions.ToInferenceOptions()), this, time, grammars,
            clientOptions.ChatTemplate, clientOptions.ContextOverflow, reasoningBudget: clientOptions.ReasoningBudget);
    }

    private EdgeModel ModelOf(ChatClientRegistration registration)
    {
        var model = registration.Model ?? catalog.Find(registration.ModelId);
        return model.Capabilities.HasFlag(ModelCapabilities.Chat)
            ? model
            : throw new EdgeOptionException("modelId", $"'{model.Id}' has no capability 'chat' in the catalogue.", "Choose a chat model.");
    }
}
