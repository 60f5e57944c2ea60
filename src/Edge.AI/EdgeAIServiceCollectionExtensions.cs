using Edge.AI;
using Edge.AI.Chat;
using Edge.AI.Chat.Answers;
using Edge.AI.Hosting;
using Edge.AI.Platform;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers chat clients whose models run in this process.</summary>
public static class EdgeAIServiceCollectionExtensions
{
    /// <summary>
    /// Registers an <see cref="IChatClient"/> for the embedded default model <c>edge-tiny</c>, which ships with the library and needs no network.
    /// The model is meant for tests and first steps, not for production.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEdgeChatClient(this IServiceCollection services) => services.AddEdgeChatClient(EdgeModels.EdgeTiny);

    /// <summary>
    /// Registers an <see cref="IChatClient"/> for a model of the catalogue. The first request downloads, verifies and loads the model;
    /// all clients with the same model and options share it. It is safe to call this method again.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="modelId">An id or alias, for example <c>phi-3</c>. An unknown id fails with <c>EDGE_MODEL_UNKNOWN</c> when the host starts.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:MODELID</c>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEdgeChatClient(this IServiceCollection services, string modelId, Action<EdgeChatClientOptions>? configure = null) =>
        services.AddKeyedEdgeChatClient(key: null, modelId, configure);

    /// <inheritdoc cref="AddEdgeChatClient(IServiceCollection, string, Action{EdgeChatClientOptions}?)" />
    /// <param name="services">The services.</param>
    /// <param name="model">The model, for example <c>EdgeModels.Phi3</c>. It does not have to be in a catalogue.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:ID</c>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEdgeChatClient(this IServiceCollection services, EdgeModel model, Action<EdgeChatClientOptions>? configure = null) =>
        services.AddKeyedEdgeChatClient(key: null, model, configure);

    /// <summary>Registers a keyed <see cref="IChatClient"/> for the embedded default model <c>edge-tiny</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key. <see langword="null"/> registers the client without a key.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKeyedEdgeChatClient(this IServiceCollection services, object? key) => services.AddKeyedEdgeChatClient(key, EdgeModels.EdgeTiny);

    /// <summary>Registers a keyed <see cref="IChatClient"/> for a model of the catalogue, like <see cref="AddEdgeChatClient(IServiceCollection, string, Action{EdgeChatClientOptions}?)"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key. <see langword="null"/> registers the client without a key.</param>
    /// <param name="modelId">An id or alias.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:KEY</c>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKeyedEdgeChatClient(this IServiceCollection services, object? key, string modelId, Action<EdgeChatClientOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return services.Register(new(key, modelId, Model: null), configure);
    }

    /// <summary>Registers a keyed <see cref="IChatClient"/> for a model, like <see cref="AddEdgeChatClient(IServiceCollection, EdgeModel, Action{EdgeChatClientOptions}?)"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key. <see langword="null"/> registers the client without a key.</param>
    /// <param name="model">The model. It does not have to be in a catalogue.</param>
    /// <param name="configure">Sets options. They override the configuration section <c>EdgeAI:Clients:KEY</c>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKeyedEdgeChatClient(this IServiceCollection services, object? key, EdgeModel model, Action<EdgeChatClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return services.Register(new(key, model.Id, model), configure);
    }

    /// <summary>Registers everything that clients need. Safe to repeat.</summary>
    internal static IServiceCollection AddEdgeAI(this IServiceCollection services)
    {
        services.AddLogging();
        services.AddEdgeModelProvisioning();
        services.TryAddSingleton(provider => new MemoryWatch(MachineMemory.Read, provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ModelHostPool>();
        services.TryAddSingleton<AnswerGrammars>();
        services.TryAddSingleton<ChatServices>();
        services.TryAddSingleton<ChatClientFactory>(provider => (model, optionsName) => EdgeChatClient.Over(model, provider.GetRequiredService<IOptionsMonitor<EdgeChatClientOptions>>().Get(optionsName), provider));
        services.TryAddSingleton<ChatClientRegistry>();
        services.TryAddSingleton<IChatClientRouter>(provider => provider.GetRequiredService<ChatClientRegistry>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ChatClientStartup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EdgeChatClientOptions>, EdgeChatClientOptionsValidator>());
        return services;
    }

    private static IServiceCollection Register(this IServiceCollection services, ChatClientRegistration registration, Action<EdgeChatClientOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddEdgeAI();
        var isNew = !services.Any(service => !service.IsKeyedService && registration.Equals(service.ImplementationInstance));
        if (isNew)
        {
            services.AddSingleton(registration);
            services.AddSingleton<IConfigureOptions<EdgeChatClientOptions>>(provider => new ConfigureNamedOptions<EdgeChatClientOptions>(
                registration.Name,
                options => provider.GetService<IConfiguration>()?.GetSection($"{EdgeChatClientOptionsValidator.ClientsSection}:{registration.Name}").Bind(options)));
        }

        var clientOptions = services.AddOptions<EdgeChatClientOptions>(registration.Name).ValidateOnStart();
        if (configure is not null)
            clientOptions.Configure(configure);
        if (!isNew)
            return services;

        // A keyed service with a null key is a service without one.
        services.AddKeyedSingleton(registration.Key, (provider, _) => (EdgeChatClient)provider.GetRequiredService<ChatClientRegistry>().Get(registration));
        services.AddKeyedSingleton<IChatClient>(registration.Key, (provider, _) => provider.GetRequiredService<ChatClientRegistry>().Get(registration));
        return services;
    }
}
