using System.Runtime.CompilerServices;
using Edge.AI.Chat;
using Edge.AI.Chat.Answers;
using Edge.AI.Chat.Messages;
using Edge.AI.Hosting;
using Microsoft.Extensions.AI;

namespace Edge.AI;

/// <summary>
/// A chat client whose model runs in this process. The first request downloads the model if it is not on disk, and loads it; all later requests share it.
/// All members are safe for concurrent use.
/// </summary>
public sealed partial class EdgeChatClient : IChatClient, IAsyncDisposable
{
    /// <summary>
    /// The key in <see cref="ChatResponse.AdditionalProperties"/> of the number of messages that were left out because the conversation is longer than the context.
    /// The value is an <see cref="int"/>; the key is missing if no message was left out. See <see cref="ContextOverflow.DropOldestTurns"/>.
    /// </summary>
    public const string DroppedMessagesKey = "edge.dropped_messages";

    /// <summary>
    /// The key in <see cref="ChatResponse.AdditionalProperties"/> of the number of tokens that were guessed from the conversation and checked by the model.
    /// The value is an <see cref="int"/>; the key is missing if none was guessed. See <see cref="EdgeChatClientOptions.Speculation"/>.
    /// </summary>
    public const string DraftedTokensKey = "edge.drafted_tokens";

    /// <summary>
    /// The key in <see cref="ChatResponse.AdditionalProperties"/> of the number of guessed tokens that the model chose as well.
    /// The value is an <see cref="int"/>; the key is missing if none was guessed. See <see cref="EdgeChatClientOptions.Speculation"/>.
    /// </summary>
    public const string AcceptedTokensKey = "edge.accepted_tokens";

    private readonly IModelHost _host;
    private readonly ChatServices _services;
    private readonly ContextOverflow _overflow;
    private readonly int? _reasoningBudget;
    private readonly (ModelTiming Download, ModelTiming Load) _timing;
    private readonly TimeSpan? _patience;
    private readonly PromptRenderers _renderers;
    private readonly ChatClientMetadata _metadata;
    private volatile bool _disposed;

    /// <param name="host">Loads the model.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="services">What all clients share.</param>
    internal EdgeChatClient(IModelHost host, EdgeChatClientOptions options, ChatServices services)
    {
        (_host, _services, _overflow, _reasoningBudget) = (host, services, options.ContextOverflow, options.ReasoningBudget);
        (_timing, _patience) = ((options.DownloadAt, options.LoadAt), options.ProvisioningTimeout);
        _renderers = new(Model.Id, options.ChatTemplate ?? Model.Chat?.Template);
        _metadata = new("edge.ai", providerUri: null, Model.Id);
    }

    /// <summary>The owner of the model, which ends with this client; null if the model is shared.</summary>
    internal IAsyncDisposable? Owner { get; init; }

    /// <summary>The model.</summary>
    internal EdgeModel Model => _host.Model;

    /// <summary>Sends a conversation to the model and waits for the whole answer.</summary>
    /// <param name="messages">The whole conversation so far. It is not changed.</param>
    /// <param name="options">The options of this request. <see langword="null"/> and values that are not set mean the model's defaults. The options are not changed.</param>
    /// <param name="cancellationToken">Cancels the request. The client stays usable.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="EdgeAIException">The request failed; see <see cref="EdgeErrorCodes"/> for the possible reasons.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <summary>Sends a conversation to the model and returns the answer while it is generated. Leaving the loop early ends the request.</summary>
    /// <returns>The pieces of the answer.</returns>
    /// <inheritdoc cref="GetResponseAsync" />
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ObjectDisposedException.ThrowIf(_disposed, this);

        if (IsFor(options?.ModelId))
            return StreamAsync(messages, options, cancellationToken);

        var forOther = options!.Clone();
        forOther.ModelId = null;
        return _services.Router.Get(options.ModelId!).GetStreamingResponseAsync(messages, forOther, cancellationToken);
    }

    /// <summary>
    /// Returns the <see cref="ChatClientMetadata"/>, the <see cref="EdgeModel"/>, the <see cref="IModelProvisioner"/> that downloads the model, the <see cref="IDownloadQueue"/>
    /// that pauses, resumes and cancels the download, the <see cref="IModelStore"/> that keeps the model, or this client.
    /// </summary>
    /// <param name="serviceType">The type of the service.</param>
    /// <param name="serviceKey">The key of the service. There are no services with a key.</param>
    /// <returns>The service; <see langword="null"/> if there is none of this type.</returns>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(EdgeModel) ? Model
            : serviceType == typeof(IModelProvisioner) || serviceType == typeof(IDownloadQueue) || serviceType == typeof(IModelStore) ? _services.Provisioning?.GetService(serviceType)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Downloads and loads the model before the first request. Does nothing if the model is loaded.</summary>
    /// <param name="cancellationToken">Cancels the wait. If no other caller waits, loading is cancelled too.</param>
    /// <returns>A task that completes when the model is loaded.</returns>
    /// <exception cref="EdgeAIException">Loading failed; see <see cref="EdgeErrorCodes"/> for the possible reasons.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var use = await _host.UseAsync(patience: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How far the model is.</summary>
    internal ModelState State => _host.State;

    /// <summary>How long the oldest request in the queue has waited; zero if the queue is empty.</summary>
    internal TimeSpan OldestWait => State.Load?.OldestWait ?? TimeSpan.Zero;

    /// <summary>Returns the client that answers a request for a model.</summary>
    /// <exception cref="ModelNotFoundException">No catalogue contains the model.</exception>
    /// <exception cref="EdgeOptionException">No client is registered for the model.</exception>
    internal EdgeChatClient ClientFor(string? modelId) => IsFor(modelId) ? this : (EdgeChatClient)_services.Router.Get(modelId!);

    /// <summary>Returns whether the model is in memory. If not, loads it in the background.</summary>
    internal bool TryPrepare() => _host.TryPrepare();

    /// <summary>Downloads and loads what must be ready before the host has started.</summary>
    internal Task PrepareAsync(CancellationToken cancellationToken) => _host.PrepareAsync(_timing.Download, _timing.Load, cancellationToken);

    /// <summary>
    /// Unloads the model, for all clients that share it, when the running requests have ended. Requests that arrive meanwhile wait, and load the model again.
    /// Does nothing if the model is not loaded; loading that has started continues.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait for running requests. The model stays loaded.</param>
    /// <returns>A task that completes when the memory is free.</returns>
    public Task UnloadAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _host.UnloadAsync(cancellationToken);
    }

    /// <summary>
    /// Disposes of a client that owns its model, which is one created by <see cref="Create"/>, and returns when the model's memory is free. Running requests have five seconds
    /// to end. A client of a service container does not own its model, and stays usable until the container is disposed.
    /// </summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult(); // no step of it needs the calling thread

    /// <summary>Disposes of a client that owns its model, like <see cref="Dispose"/>, without blocking the calling thread.</summary>
    /// <returns>A task that completes when the model's memory is free.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Owner is null)
            return;

        _disposed = true;
        await Owner.DisposeAsync().ConfigureAwait(false);
    }

    private bool IsFor(string? modelId) => modelId is null || Model.HasName(modelId);

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (grammars, time) = (_services.Grammars, _services.Time);
        var request = ChatRequest.From(options, Model, this);
        request.ValidateGrammar(grammars, cancellationToken);
        var conversation = Conversation.Read(messages, request.Instructions, Model.Id, cancellationToken);
        using var use = await _host.UseAsync(_patience, cancellationToken).ConfigureAwait(false);
        var loaded = use.Model;
        var renderer = _renderers.For(loaded, request.Tools, cancellationToken);
        var prompt = renderer.Render(conversation, request, time.GetLocalNow(), loaded.MaxPromptTokens, _overflow, cancellationToken);
        var grammar = request.GrammarOf(grammars, renderer.Format, prompt.IsReasoning, cancellationToken);
        var generation = loaded.Generate(new(prompt.Tokens, request.Sampling(loaded.DefaultSampling), request.MaxTokens, grammar is null ? null : grammar with { ControlTokens = renderer.MarkerTokens })
        {
            Budget = renderer.Limit(_reasoningBudget, prompt),
            CommonTokens = loaded.KeepsStates ? renderer.CommonTokens(prompt, conversation, request, time.GetLocalNow(), cancellationToken) : 0,
        });

        var reader = new AnswerReader(renderer.Format, request.Tools, request.StopStrings, prompt.IsReasoning);
        var answer = new Answer(Model.Id, time.GetUtcNow(), generation, new(loaded.Vocabulary, renderer.MarkerTokens.Contains), reader);
        await foreach (var update in answer.ReadAsync(request.Includes, prompt.DroppedMessages, cancellationToken).ConfigureAwait(false))
            yield return update;
    }
}
