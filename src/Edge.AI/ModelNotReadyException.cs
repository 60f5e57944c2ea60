using Edge.AI.Hosting;

namespace Edge.AI;

/// <summary>
/// The model was not loaded within <see cref="EdgeChatClientOptions.ProvisioningTimeout"/> (<c>EDGE_NOT_READY</c>). Downloading and loading continue in the background, so the
/// request can be sent again.
/// </summary>
public sealed class ModelNotReadyException : EdgeAIException
{
    internal ModelNotReadyException(string modelId, ModelState state)
        : base(
            EdgeErrorCodes.NotReady,
            $"'{modelId}' is not ready: {state.Text}.",
            "Try again later, raise ProvisioningTimeout, or set LoadAt to Start.",
            isTransient: true,
            state.Error) => (ModelId, Progress, LoadedFraction) = (modelId, state.Download, state.LoadedFraction);

    /// <summary>Gets the id of the model.</summary>
    public string ModelId { get; }

    /// <summary>Gets the progress of the download; <see langword="null"/> if it has not begun.</summary>
    public ProvisioningProgress? Progress { get; }

    /// <summary>Gets the fraction of the weights that is in memory, from 0.0 to 1.0; <see langword="null"/> before loading has begun.</summary>
    public double? LoadedFraction { get; }
}
