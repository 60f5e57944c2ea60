using Edge.AI.Chat;
using Edge.AI.Hosting;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI;

/// <summary>
/// A chat client whose model runs in this process. The first request downloads the model if it is not on disk, and loads it; all later requests share it.
/// All members are safe for concurrent use.
/// </summary>
public sealed partial class EdgeChatClient : IChatClient, IAsyncDisposable, IModelClient<EdgeChatClientOptions>
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

    private readonly ModelAccess _access;
    private readonly ChatServices _services;
    private readonly PromptRenderers _renderers;
    private readonly ILogger _logger;
    private readonly ChatClientMetadata _metadata;
    private volatile LiveOptions _options;

    /// <param name="host">Loads the model.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="services">What all clients share.</param>
    /// <param name="owner">The owner of the model, which ends with this client; null if the model is shared.</param>
    internal EdgeChatClient(IModelHost host, EdgeChatClientOptions options, ChatServices services, IAsyncDisposable? owner = null)
    {
        _access = new(typeof(EdgeChatClient), host, options, services.Provisioning, owner);
        (_services, _options) = (services, LiveOptions.Of(options));
        _logger = (services.Loggers ?? NullLoggerFactory.Instance).CreateLogger("Edge.AI.Chat");
        _renderers = new(Model.Id, options.ChatTemplate ?? Model.Chat?.Template);
        _metadata = new(RequestMeter.Provider, providerUri: null, Model.Id);
    }

    /// <inheritdoc />
    ModelAccess IModelClient.Access => _access;

    /// <summary>The model.</summary>
    internal EdgeModel Model => _access.Model;

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
        _access.ThrowIfDisposed();

        return FindOther(options, out var forOther) is { } other
            ? other.GetStreamingResponseAsync(messages, forOther, cancellationToken)
            : StreamAsync(messages, options, cancellationToken);
    }

    /// <summary>
    /// Counts the tokens of the prompt that a request with these messages and options would have, without generating. The model's chat template renders them as for
    /// <see cref="GetResponseAsync"/>, with instructions and tools. The model is downloaded and loaded if it is not loaded. The conversation may be longer than the context:
    /// no message is left out.
    /// </summary>
    /// <param name="messages">The whole conversation so far. It is not changed.</param>
    /// <param name="options">The options of the request. <see cref="ChatOptions.ModelId"/> may name another registered model. <see langword="null"/> means no options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The number of tokens: <see cref="UsageDetails.InputTokenCount"/> of the answer.</returns>
    /// <exception cref="EdgeAIException">The request is not valid, or loading failed; see <see cref="EdgeErrorCodes"/> for the possible reasons.</exception>
    public async Task<int> CountTokensAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _access.ThrowIfDisposed();
        if (FindOther(options, out var forOther) is { } other)
            return await other.GetRequiredService<EdgeChatClient>().CountTokensAsync(messages, forOther, cancellationToken).ConfigureAwait(false);

        var (request, conversation) = Read(messages, options, cancellationToken);
        using var use = await _access.UseAsync(cancellationToken).ConfigureAwait(false);
        if (request.IsRaw)
            return RawPrompt.Of(conversation, use.Model.Vocabulary, int.MaxValue, cancellationToken).Tokens.Length;

        var renderer = _renderers.For(use.Model.Text, request.Tools);
        return renderer.Render(conversation, request, _services.Time.GetLocalNow(), cancellationToken: cancellationToken).Tokens.Length;
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
            : serviceType.IsInstanceOfType(this) ? this
            : _access.GetService(serviceType);
    }

    /// <summary>Downloads and loads the model before the first request. Does nothing if the model is loaded.</summary>
    /// <param name="cancellationToken">Cancels the wait. If no other caller waits, loading is cancelled too.</param>
    /// <returns>A task that completes when the model is loaded.</returns>
    /// <exception cref="EdgeAIException">Loading failed; see <see cref="EdgeErrorCodes"/> for the possible reasons.</exception>
    public Task LoadAsync(CancellationToken cancellationToken = default) => _access.LoadAsync(cancellationToken);

    /// <summary>How far the model is.</summary>
    internal ModelState State => _access.State;

    /// <summary>How long the oldest request in the queue has waited; zero if the queue is empty.</summary>
    internal TimeSpan OldestWait => State.Load?.OldestWait ?? TimeSpan.Zero;

    /// <summary>Returns the client that answers a request for a model.</summary>
    /// <exception cref="ModelNotFoundException">No catalogue contains the model.</exception>
    /// <exception cref="EdgeOptionException">No client is registered for the model.</exception>
    internal EdgeChatClient ClientFor(string? modelId) => modelId is null || Model.HasName(modelId) ? this : (EdgeChatClient)_services.Router.Get(modelId!);

    /// <summary>Returns whether the model is in memory. If not, loads it in the background.</summary>
    internal bool TryPrepare() => _access.TryPrepare();

    /// <summary>
    /// Unloads the model, for all clients that share it, when the running requests have ended. Requests that arrive meanwhile wait, and load the model again.
    /// Does nothing if the model is not loaded; loading that has started continues.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait for running requests. The model stays loaded.</param>
    /// <returns>A task that completes when the memory is free.</returns>
    public Task UnloadAsync(CancellationToken cancellationToken = default) => _access.UnloadAsync(cancellationToken);

    /// <summary>
    /// Disposes of a client that owns its model, which is one created by <see cref="Create"/>, and returns when the model's memory is free. Running requests have five seconds
    /// to end. A client of a service container does not own its model, and stays usable until the container is disposed.
    /// </summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult(); // no step of it needs the calling thread

    /// <summary>Disposes of a client that owns its model, like <see cref="Dispose"/>, without blocking the calling thread.</summary>
    /// <returns>A task that completes when the model's memory is free.</returns>
    public ValueTask DisposeAsync() => _access.DisposeAsync();
}
