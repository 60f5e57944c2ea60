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
    /// Registers an <see cref="IChatClient"/> over the embedded default model <c>edge-tiny</c>, which ships with the library and needs no network.
    /// It is good for trying things out, not for real work.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddEdgeChatClient(this IServiceCollection services) => services.AddEdgeChatClient(EdgeModels.EdgeTiny);

    /// <summary>
    /// Registers an <see cref="IChatClient"/> over a model of the catalogue. The first request downloads, verifies and loads the model;
    /// all clients of the same model and options share it. Safe to repeat.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="modelId">An id or alias, for example <c>phi-3</c>. An unknown one fails when the host starts, with <c>EDGE_MODEL_UNKNOWN</c>.</param>
    /// <param name="configure">Sets options, over what the configuration section <c>EdgeAI:Clients:MODELID</c> says.</param>
    public static IServiceCollection AddEdgeChatClient(this IServiceCollection services, string modelId, Action<EdgeChatClientOptions>? configure = null) =>
        services.AddKeyedEdgeChatClient(key: null, modelId, configure);

    /// <inheritdoc cref="AddEdgeChatClient(IServiceCollection, string, Action{EdgeChatClientOptions}?)" />
    /// <param name="services">The services.</param>
    /// <param name="model">The model, for example <c>EdgeModels.Phi3</c>; it need not be in a catalogue.</param>
    /// <param name="configure">Sets options, over what the configuration section <c>EdgeAI:Clients:ID</c> says.</param>
    public static IServiceCollection AddEdgeChatClient(this IServiceCollection services, EdgeModel model, Action<EdgeChatClientOptions>? configure = null) =>
        services.AddKeyedEdgeChatClient(key: null, model, configure);

    /// <summary>Registers a keyed <see cref="IChatClient"/> over the embedded default model <c>edge-tiny</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key; null registers the client without one.</param>
    public static IServiceCollection AddKeyedEdgeChatClient(this IServiceCollection services, object? key) => services.AddKeyedEdgeChatClient(key, EdgeModels.EdgeTiny);

    /// <summary>Registers a keyed <see cref="IChatClient"/> over a model of the catalogue; otherwise like <see cref="AddEdgeChatClient(IServiceCollection, string, Action{EdgeChatClientOptions}?)"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key; null registers the client without one.</param>
    /// <param name="modelId">An id or alias.</param>
    /// <param name="configure">Sets options, over what the configuration section <c>EdgeAI:Clients:KEY</c> says.</param>
    public static IServiceCollection AddKeyedEdgeChatClient(this IServiceCollection services, object? key, string modelId, Action<EdgeChatClientOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        return services.Register(new(key, modelId, Model: null), configure);
    }

    /// <summary>Registers a keyed <see cref="IChatClient"/> over a model; otherwise like <see cref="AddEdgeChatClient(IServiceCollection, EdgeModel, Action{EdgeChatClientOptions}?)"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The service key; null registers the client without one.</param>
    /// <param name="model">The model; it need not be in a catalogue.</param>
    /// <param name="configure">Sets options, over what the configuration section <c>EdgeAI:Clients:KEY</c> says.</param>
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
