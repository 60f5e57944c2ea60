using System.Numerics.Tensors;
using Edge.AI.Embeddings;
using Edge.AI.Hosting;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI;

/// <summary>
/// An embedding generator whose model runs in this process. The first call downloads the model if it is not on disk, and loads it; all later calls share it.
/// Calls that run at the same time share batches. All vectors have the length 1. All members are safe for concurrent use.
/// </summary>
public sealed partial class EdgeEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>, IAsyncDisposable, IModelClient<EdgeEmbeddingGeneratorOptions>
{
    private readonly ModelAccess _access;
    private readonly EmbeddingServices _services;
    private readonly EmbeddingInput _input;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private volatile EmbeddingLimits _limits;

    /// <param name="host">Loads the model.</param>
    /// <param name="options">The generator's options.</param>
    /// <param name="services">What all generators share.</param>
    /// <param name="owner">The owner of the model, which ends with this generator; null if the model is shared.</param>
    internal EdgeEmbeddingGenerator(IModelHost host, EdgeEmbeddingGeneratorOptions options, EmbeddingServices services, IAsyncDisposable? owner = null)
    {
        _access = new(typeof(EdgeEmbeddingGenerator), host, options, services.Provisioning, owner);
        (_services, _input, _limits) = (services, options.Input, EmbeddingLimits.Of(options));
        _metadata = new(RequestMeter.Provider, providerUri: null, Model.Id, Model.Embeddings?.Dimensions is [var length, ..] ? length : null);
    }

    /// <inheritdoc />
    ModelAccess IModelClient.Access => _access;

    private EdgeModel Model => _access.Model;

    /// <summary>Computes the vectors of texts.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">
    /// The options of this call; <see cref="EdgeEmbeddingOptions"/> says whether the texts are queries or documents. <see cref="EmbeddingGenerationOptions.Dimensions"/> shortens the vectors, for models
    /// that allow it. <see langword="null"/> and values that are not set mean the generator's defaults. The options are not changed.
    /// </param>
    /// <param name="cancellationToken">Cancels the call. The generator stays usable.</param>
    /// <returns>The vectors, in the order of the texts, and the number of tokens.</returns>
    /// <exception cref="ArgumentException">A text is <see langword="null"/>, or the model has no tokens for it.</exception>
    /// <exception cref="ContextExceededException">A text is longer than the context, and <see cref="EdgeEmbeddingGeneratorOptions.Truncate"/> is not set.</exception>
    /// <exception cref="EdgeAIException">The call failed; see <see cref="EdgeErrorCodes"/> for the possible reasons.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        _access.ThrowIfDisposed();

        if (options?.ModelId is not { } modelId || Model.HasName(modelId))
            return EmbedAsync(values, options, cancellationToken);

        var forOther = options.Clone();
        forOther.ModelId = null;
        return _services.Router.Get(modelId).GenerateAsync(values, forOther, cancellationToken);
    }

    /// <summary>
    /// Returns the <see cref="EmbeddingGeneratorMetadata"/>, the <see cref="EdgeModel"/>, the <see cref="IModelProvisioner"/> that downloads the model, the <see cref="IDownloadQueue"/>
    /// that pauses, resumes and cancels the download, the <see cref="IModelStore"/> that keeps the model, or this generator.
    /// </summary>
    /// <param name="serviceType">The type of the service.</param>
    /// <param name="serviceKey">The key of the service. There are no services with a key.</param>
    /// <returns>The service; <see langword="null"/> if there is none of this type.</returns>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : _access.GetService(serviceType);
    }

    /// <summary>Downloads and loads the model before the first call. Does nothing if the model is loaded.</summary>
    /// <param name="cancellationToken">Cancels the wait. If no other caller waits, loading is cancelled too.</param>
    /// <returns>A task that completes when the model is loaded.</returns>
    /// <exception cref="EdgeAIException">Loading failed; see <see cref="EdgeErrorCodes"/> for the possible reasons.</exception>
    public Task LoadAsync(CancellationToken cancellationToken = default) => _access.LoadAsync(cancellationToken);

    /// <summary>
    /// Unloads the model, for all generators that share it, when the running calls have ended. Calls that arrive meanwhile wait, and load the model again.
    /// Does nothing if the model is not loaded; loading that has started continues.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait for running calls. The model stays loaded.</param>
    /// <returns>A task that completes when the memory is free.</returns>
    public Task UnloadAsync(CancellationToken cancellationToken = default) => _access.UnloadAsync(cancellationToken);

    /// <summary>
    /// Disposes of a generator that owns its model, which is one created by <see cref="Create"/>, and returns when the model's memory is free. Running calls fail.
    /// A generator of a service container does not own its model, and stays usable until the container is disposed.
    /// </summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult(); // no step of it needs the calling thread

    /// <summary>Disposes of a generator that owns its model, like <see cref="Dispose"/>, without blocking the calling thread.</summary>
    /// <returns>A task that completes when the model's memory is free.</returns>
    public ValueTask DisposeAsync() => _access.DisposeAsync();

    private async Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var texts = values.ToList();
        if (texts.IndexOf(null!) is >= 0 and var missing)
            throw new ArgumentException($"Text {missing} is null.", nameof(values));

        var call = EmbeddingCall.From(options, _input, Model, this);
        if (texts.Count == 0)
            return [];

        using var use = await _access.UseAsync(cancellationToken).ConfigureAwait(false);
        var trace = EmbeddingTrace.Start(Model.Id);
        var result = ComputeAsync(use.Embedder, call, texts, trace, cancellationToken);
        return await (trace?.FollowAsync(result) ?? result).ConfigureAwait(false);
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> ComputeAsync(
        EmbeddingModel loaded, EmbeddingCall call, List<string> texts, EmbeddingTrace? trace, CancellationToken cancellationToken)
    {
        var limits = _limits;
        var length = call.LengthOf(loaded.Dimensions);
        var tokens = texts.Select((text, index) => loaded.Tokenizer.Tokenize(call.Prefix + text, index, limits.Truncate, cancellationToken)).ToList();
        var request = new EmbeddingRequest(tokens) { MaxQueueLength = limits.MaxQueueLength };
        var embedding = loaded.EmbedAsync(request, cancellationToken);
        trace?.Queued(request);
        var vectors = await embedding.ConfigureAwait(false);
        var created = _services.Time.GetUtcNow();
        return new(vectors.Select(vector => new Embedding<float>(Shortened(vector, length)) { CreatedAt = created, ModelId = Model.Id }))
        {
            Usage = new() { InputTokenCount = request.TokenCount, TotalTokenCount = request.TokenCount },
        };
    }

    /// <summary>The first numbers of a vector, with the length 1 again.</summary>
    private static ReadOnlyMemory<float> Shortened(float[] vector, int length)
    {
        if (length == vector.Length)
            return vector;

        var shorter = vector.AsSpan(0, length).ToArray();
        TensorPrimitives.Divide(shorter, TensorPrimitives.Norm<float>(shorter), shorter);
        return shorter;
    }
}
