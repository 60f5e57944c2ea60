using Edge.AI.Chat;
using Edge.AI.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Edge.AI;

public sealed partial class EdgeChatClient
{
    /// <summary>
    /// Creates a client without dependency injection. The client owns its model: dispose of it to free the memory. The first request, or <see cref="LoadAsync"/>,
    /// downloads the model if it is not on disk; with <see cref="EdgeChatClientOptions.DownloadAt"/> or <see cref="EdgeChatClientOptions.LoadAt"/> it begins now, in the background. To see or to control that download, call <see cref="GetService"/> with <see cref="IModelProvisioner"/>.
    /// </summary>
    /// <param name="model">The model, for example <c>EdgeModels.Phi3</c>.</param>
    /// <param name="options">How the model is loaded and run. The default, <see langword="null"/>, uses the default options. The options are copied.</param>
    /// <param name="provisioning">
    /// Where the model is stored and how it is downloaded. The default, <see langword="null"/>, uses the default options: the model folder is <c>EDGE_AI_HOME</c>, or
    /// <c>Edge.AI/models</c> in the user's local application data. The options are copied.
    /// </param>
    /// <param name="loggerFactory">Receives the log, with the progress of a download. The default, <see langword="null"/>, writes no log.</param>
    /// <returns>The client.</returns>
    /// <exception cref="EdgeOptionException">An option is out of range.</exception>
    public static EdgeChatClient Create(EdgeModel model, EdgeChatClientOptions? options = null, ProvisioningOptions? provisioning = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        if (EdgeChatClientOptionsRules.FindProblems(options) is [_, ..] problems)
            throw new EdgeOptionException(nameof(options), string.Join("; ", problems), "Correct the value or leave it out.");

        var services = ServicesFor(provisioning, loggerFactory);
        return Over(model, options, services, services);
    }

    /// <summary>Creates a client over the services of a container.</summary>
    internal static EdgeChatClient Over(EdgeModel model, EdgeChatClientOptions options, IServiceProvider services, IAsyncDisposable? owner = null)
    {
        if (options.OnMemoryPressure is { } callback)
            services.GetRequiredService<MemoryWatch>().Notify(callback);

        return new(services.GetRequiredService<ModelHostPool>().Get(model, options), options, services.GetRequiredService<ChatServices>(), owner);
    }

    /// <inheritdoc />
    void IModelClient<EdgeChatClientOptions>.Follow(EdgeChatClientOptions options)
    {
        _options = LiveOptions.Of(options);
        _access.Follow(options);
    }

    /// <summary>Creates the services of a client that owns its model.</summary>
    internal static ServiceProvider ServicesFor(ProvisioningOptions? provisioning, ILoggerFactory? loggerFactory)
    {
        var services = new ServiceCollection();
        if (loggerFactory is not null)
            services.AddSingleton(loggerFactory);
        var provisioner = CreateProvisioner(provisioning, loggerFactory);
        services.AddSingleton(_ => provisioner); // A factory, so that the container disposes it.
        return services.AddEdgeAI().BuildServiceProvider();
    }

    private static ModelProvisioner CreateProvisioner(ProvisioningOptions? provisioning, ILoggerFactory? loggerFactory)
    {
        try
        {
            return ModelProvisioner.Create(provisioning, loggerFactory);
        }
        catch (OptionsValidationException invalid)
        {
            throw new EdgeOptionException(nameof(provisioning), string.Join("; ", invalid.Failures), "Correct the value or leave it out.", invalid);
        }
    }
}
