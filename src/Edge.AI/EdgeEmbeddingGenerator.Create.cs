using Edge.AI.Embeddings;
using Edge.AI.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.AI;

public sealed partial class EdgeEmbeddingGenerator
{
    /// <summary>
    /// Creates a generator without dependency injection. The generator owns its model: dispose of it to free the memory. The first call, or <see cref="LoadAsync"/>,
    /// downloads the model if it is not on disk; with <see cref="EdgeEmbeddingGeneratorOptions.DownloadAt"/> or <see cref="EdgeEmbeddingGeneratorOptions.LoadAt"/> it begins now, in the background. To see or to control that download, call <see cref="GetService"/> with <see cref="IModelProvisioner"/>.
    /// </summary>
    /// <param name="model">The model, for example <c>EdgeModels.BgeSmallEnV1_5</c>.</param>
    /// <param name="options">How the model is loaded and run. The default, <see langword="null"/>, uses the default options. The options are copied.</param>
    /// <param name="provisioning">
    /// Where the model is stored and how it is downloaded. The default, <see langword="null"/>, uses the default options: the model folder is <c>EDGE_AI_HOME</c>, or
    /// <c>Edge.AI/models</c> in the user's local application data. The options are copied.
    /// </param>
    /// <param name="loggerFactory">Receives the log, with the progress of a download. The default, <see langword="null"/>, writes no log.</param>
    /// <returns>The generator.</returns>
    /// <exception cref="EdgeOptionException">An option is out of range.</exception>
    public static EdgeEmbeddingGenerator Create(
        EdgeModel model, EdgeEmbeddingGeneratorOptions? options = null, ProvisioningOptions? provisioning = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        if (EdgeEmbeddingGeneratorOptionsRules.FindProblems(options) is [_, ..] problems)
            throw new EdgeOptionException(nameof(options), string.Join("; ", problems), "Correct the value or leave it out.");

        var services = EdgeChatClient.ServicesFor(provisioning, loggerFactory);
        return Over(model, options, services, services);
    }

    /// <summary>Creates a generator over the services of a container.</summary>
    internal static EdgeEmbeddingGenerator Over(EdgeModel model, EdgeEmbeddingGeneratorOptions options, IServiceProvider services, IAsyncDisposable? owner = null) =>
        new(services.GetRequiredService<ModelHostPool>().Get(model, options), options, services.GetRequiredService<EmbeddingServices>(), owner);

    /// <inheritdoc />
    void IModelClient<EdgeEmbeddingGeneratorOptions>.Follow(EdgeEmbeddingGeneratorOptions options)
    {
        _limits = EmbeddingLimits.Of(options);
        _access.Follow(options);
    }
}
