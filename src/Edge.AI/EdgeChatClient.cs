using System.Runtime.CompilerServices;
using Edge.AI.Chat;
using Edge.AI.Chat.Answers;
using Edge.AI.Chat.Messages;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI;

/// <summary>
/// A chat client whose model runs in this process. The first request brings the model onto the machine and into memory;
/// later ones, of any number at once, share it. Every member may be called concurrently.
/// </summary>
public sealed partial class EdgeChatClient : IChatClient, IAsyncDisposable
{
    /// <summary>
    /// The key in <see cref="ChatResponse.AdditionalProperties"/> under which a response says how many messages of the conversation were left out, an <see cref="int"/>;
    /// absent where none were. See <see cref="ContextOverflow.DropOldestTurns"/>.
    /// </summary>
    public const string DroppedMessagesKey = "edge.dropped_messages";

    private readonly EdgeModel _model;
    private readonly IModelHost _host;
    private readonly IChatClientRouter _router;
    private readonly TimeProvider _time;
    private readonly AnswerGrammars _grammars;
    private readonly string? _chatTemplate;
    private readonly int? _reasoningBudget;
    private readonly ContextOverflow _overflow;
    private readonly IAsyncDisposable? _owned;
    private readonly ChatClientMetadata _metadata;
    private volatile PromptRenderers? _renderers;
    private volatile bool _disposed;

    /// <param name="model">The model that answers.</param>
    /// <param name="host">Loads it.</param>
    /// <param name="router">Finds other models' clients.</param>
    /// <param name="time">Dates the responses.</param>
    /// <param name="grammars">Makes the grammars of answers.</param>
    /// <param name="chatTemplate">Replaces the model's own chat template; null for that.</param>
    /// <param name="overflow">What happens to a conversation that is longer than the context.</param>
    /// <param name="owned">What ends with this client; null if the model is shared.</param>
    /// <param name="reasoningBudget">Tokens that the reasoning may have; null for any number.</param>
    internal EdgeChatClient(
        EdgeModel model, IModelHost host, IChatClientRouter router, TimeProvider time, AnswerGrammars grammars,
        string? chatTemplate = null, ContextOverflow overflow = default, IAsyncDisposable? owned = null, int? reasoningBudget = null)
    {
        (_model, _host, _router, _time, _grammars) = (model, host, router, time, grammars);
        (_chatTemplate, _overflow, _owned, _reasoningBudget) = (chatTemplate ?? model.Chat?.Template, overflow, owned, reasoningBudget);
        _metadata = new("edge.ai", providerUri: null, model.Id);
    }

    /// <summary>Answers the messages; the same as the streamed answer, gathered.</summary>
    /// <param name="messages">The whole conversation so far; never changed.</param>
    /// <param name="options">Options of this request; null or unset values mean the model's own. Never changed.</param>
    /// <param name="cancellationToken">Ends the request; the client stays usable.</param>
    /// <exception cref="EdgeAIException">See <see cref="EdgeErrorCodes"/> for what can go wrong.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <summary>Answers the messages piece by piece. Leaving the loop early ends the request.</summary>
    /// <inheritdoc cref="GetResponseAsync" />
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(_disposed, this);

        var client = options?.ModelId is { } modelId && !_model.IsCalled(modelId) ? _router.Find(modelId) : this;
        return client.StreamAsync(messages, options, cancellationToken);
    }

    /// <summary>Finds the <see cref="ChatClientMetadata"/>, the <see cref="EdgeModel"/>, or this client itself.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(EdgeModel) ? _model
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>
    /// Raised when memory becomes short, on the machine or in the container, before models that nobody uses are unloaded; the next request loads them again.
    /// It is looked for after full garbage collections, and every five seconds while a model is loaded that nobody uses. Handlers run on a thread of the pool.
    /// </summary>
    public event EventHandler<MemoryPressureEventArgs>? MemoryPressure
    {
        add => _host.MemoryPressure += value;
        remove => _host.MemoryPressure -= value;
    }

    /// <summary>Brings the model onto the machine and into memory ahead of the first request. Does nothing if it is loaded.</summary>
    /// <param name="cancellationToken">Gives up waiting; if nobody else waits, loading ends.</param>
    /// <exception cref="EdgeAIException">See <see cref="EdgeErrorCodes"/> for what can go wrong.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var use = await _host.UseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Gives the model's memory back, for all clients that share it, when the requests that run have ended. The next request, or one that arrives meanwhile,
    /// loads it again. Does nothing if it is not loaded; loading that is under way goes on.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting for the requests that run; the model stays loaded.</param>
    public Task UnloadAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _host.UnloadAsync(cancellationToken);
    }

    /// <summary>
    /// Ends a client that owns its model: one of <see cref="Create"/>. The model is unloaded in the background; <see cref="DisposeAsync"/> waits for that.
    /// A client of a service container does not own its model and remains usable until the container is disposed of.
    /// </summary>
    public void Dispose() => _ = DisposeAsync().AsTask(); // it can't fail, so there is nothing to observe

    /// <summary>Ends a client that owns its model, like <see cref="Dispose"/>, and waits until the model is unloaded.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_owned is null)
            return;

        _disposed = true;
        await _owned.DisposeAsync().ConfigureAwait(false);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = ChatRequest.From(options, _model, this);
        _grammars.Demand(request.ResponseFormat, cancellationToken);
        var conversation = Conversation.Read(messages, request.Instructions, _model.Id, cancellationToken);
        using var use = await _host.UseAsync(cancellationToken).ConfigureAwait(false);
        var loaded = use.Model;
        var renderer = RenderersFor(loaded).For(request.Tools, cancellationToken);
        var (prompt, dropped) = Render(conversation, request, renderer, loaded.MaxPromptTokens, cancellationToken);
        var generation = loaded.Generate(new(prompt.Tokens, request.Sampling(loaded.DefaultSampling), request.MaxTokens, GrammarFor(request, renderer, prompt.IsReasoning, cancellationToken))
        {
            Budget = _reasoningBudget is { } budget ? renderer.Limit(budget, prompt) : null,
        });

        var writer = new ResponseWriter(_model.Id, _time.GetUtcNow());
        if (dropped > 0)
            yield return writer.Dropped(dropped);

        var answer = new AnswerStream(
            generation, new(loaded.Vocabulary, renderer.MarkerTokens.Contains), new(renderer.Format, request.Tools, request.StopStrings, prompt.IsReasoning));
        await foreach (var content in answer.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (request.Shows(content))
                yield return writer.Content(content);
        }

        yield return writer.End(answer.FinishReason, prompt.Tokens.Length, generation.CachedTokens, answer.OutputTokens, answer.ReasoningTokens);
    }

    private (Prompt Prompt, int Dropped) Render(Conversation conversation, ChatRequest request, PromptRenderer renderer, int maxTokens, CancellationToken cancellationToken)
    {
        var now = _time.GetLocalNow();
        if (_overflow != ContextOverflow.DropOldestTurns)
            return (renderer.Render(conversation, request, now, maxTokens, cancellationToken), 0);

        // A quarter stays free for the answer: a prompt that only just fits would be answered by one token.
        var forAnswer = maxTokens / 4;
        var room = maxTokens - Math.Min(request.MaxTokens, forAnswer);
        return OldestTurns.Drop(
            conversation.Messages, some => renderer.Render(conversation with { Messages = some }, request, now, cancellationToken: cancellationToken), room, stride: (maxTokens - forAnswer) / 2);
    }

    /// <summary>What the answer must look like; null for anything.</summary>
    private GrammarConstraint? GrammarFor(ChatRequest request, PromptRenderer renderer, bool isReasoning, CancellationToken cancellationToken)
    {
        if (request.Grammar is { } own)
            return isReasoning && renderer.Format.Reasoning is { } reasoning ? own.After(reasoning.Close) : own;

        return _grammars.For(renderer.Format, request.Tools, request.ResponseFormat, isReasoning, cancellationToken) is { } grammar ? grammar with { ControlTokens = renderer.MarkerTokens } : null;
    }

    /// <summary>The renderers for the loaded model; made once, and again only if the model was unloaded meanwhile.</summary>
    private PromptRenderers RenderersFor(LoadedModel loaded)
    {
        if (_renderers is { } known && known.Model == loaded)
            return known;

        return _renderers = new(loaded, _model.Id, _chatTemplate);
    }
}
